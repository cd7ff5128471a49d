#!/usr/bin/env python3
"""Splink on the leads, set up by hand for them and trained by EM. usage: splink_leads.py LEADS.csv FOUND.csv [THRESHOLD]

It is given what its user would prepare first: digits for phones, lower case, company names without their legal form, and
values that stand for nothing made null (placeholders by rule, anything shared by more than 50 rows by count).
"""
import logging
import sys

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

leads, found = sys.argv[1:3]
threshold = float(sys.argv[3]) if len(sys.argv) > 3 else 0.95
logging.getLogger("splink").setLevel(logging.ERROR)

JUNK = "('', '无', '未知', '暂无', '个人', '测试', '没有', 'test', 'na', 'n/a', 'none', 'null', 'unknown', 'personal', '-', '--', 'xxx')"
LEGAL = r"(股份|集团|有限责任|有限)?(有限)?公司|[ ,.]+(ltd|limited|inc|incorporated|llc|gmbh|ag|plc|corp|corporation|co|company|pty|pte|pvt|kg|sarl|sas|sa)\b\.?"

database = duckdb.connect()
database.execute("create table raw as select * from read_csv(?, header = true, all_varchar = true)", [leads])
database.execute(f"""
    create table cleaned as
    select cast(id as bigint) as unique_id,
           case when lower(trim(name)) not in {JUNK} then regexp_replace(lower(trim(name)), '[ .·,]+', ' ', 'g') end as name,
           case when lower(trim(company)) not in {JUNK} then
               nullif(regexp_replace(regexp_replace(lower(trim(company)), '{LEGAL}', '', 'g'), '[ .,()（）&-]+', '', 'g'), '') end as company,
           case when length(regexp_replace(coalesce(phone, ''), '[^0-9]', '', 'g')) >= 7
               then right(regexp_replace(phone, '[^0-9]', '', 'g'), 10) end as phone,
           case when email like '%_@_%._%' then lower(trim(email)) end as email,
           case when lower(trim(city)) not in {JUNK} then lower(trim(city)) end as city
    from raw""")
for column in ("phone", "email"):
    database.execute(f"update cleaned set {column} = null where {column} in (select {column} from cleaned group by 1 having count(*) > 50)")

settings = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.9, 0.75]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("company", [0.9, 0.75]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("phone", [1, 2]).configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("phone"),
        block_on("email"),
        block_on("name", "company"),
        block_on("name", "city"),
        block_on("substr(name, 1, 1)", "company", "city"),
    ],
)
linker = Linker("cleaned", settings, DuckDBAPI(database))
linker.training.estimate_probability_two_random_records_match([block_on("email"), block_on("phone", "name")], recall=0.7)
linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
for rule in (block_on("phone"), block_on("email"), block_on("name", "city")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
predicted = linker.inference.predict(threshold_match_probability=0.5)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=threshold)
database.execute(f"copy (select unique_id as id, cluster_id from {clusters.physical_name}) to '{found}' (header, delimiter ',')")
