#!/usr/bin/env python3
"""goldenmatch on the leads with nothing configured, as its documentation recommends. usage: goldenmatch_leads.py LEADS.csv FOUND.csv

The columns that name the row and not the customer (id, created_at, source) are left out, which is to its advantage. From 100,000 rows
on it refuses a configuration that it doubts itself; allow_red_config has it run all the same.
"""
import csv
import sys

import goldenmatch
import pyarrow

leads, found = sys.argv[1:3]
with open(leads, newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
columns = [name for name in rows[0] if name not in ("id", "created_at", "source")]
table = pyarrow.table({name: [row[name] or None for row in rows] for name in columns})
result = goldenmatch.dedupe_df(table, allow_red_config=True)
with open(found, "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file)
    writer.writerow(["id", "cluster_id"])
    for cluster, info in result.clusters.items():
        for member in info["members"]:
            writer.writerow([rows[member]["id"], cluster])
