-- What BI tools read about quality. One grain each, rates from 0 to 1, columns stable: new ones come last. They read what was
-- stored, never the user's tables, so they answer at once whatever the size of those.

SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE VIEW crm_hygiene.score_weights WITH (security_invoker = true) AS
SELECT d.metric, COALESCE(w.weight, d.weight) AS weight, w.weight IS NULL AS is_default
FROM (VALUES ('completeness', 20::float8), ('validity', 30), ('standardisation', 10), ('uniqueness', 25), ('consistency', 10), ('timeliness', 5),
             ('clean_rows', 0)) d (metric, weight)
LEFT JOIN crm_hygiene.quality_weight w USING (metric);
COMMENT ON VIEW crm_hygiene.score_weights IS 'The formula of the score: 100 * sum(weight * metric) / sum(weight), over the metrics that are known. crm_set_weight changes a weight';
COMMENT ON COLUMN crm_hygiene.score_weights.metric IS 'The metric';
COMMENT ON COLUMN crm_hygiene.score_weights.weight IS 'Its weight';
COMMENT ON COLUMN crm_hygiene.score_weights.is_default IS 'Whether the weight is the built-in one';

CREATE VIEW crm_hygiene.unit_costs WITH (security_invoker = true) AS
SELECT COALESCE(c.kind, d.kind) AS kind, COALESCE(c.item, d.item) AS item, COALESCE(c.units, d.units) AS units,
       COALESCE(c.amount, d.amount) AS amount, c.kind IS NULL AS is_default
FROM (VALUES ('phone', 'sms', 1::float8, 0.05::float8), ('phone', 'call_minute', 1, 0.15), ('email', 'email', 1, 0.01), ('address', 'letter', 1, 1.2),
             ('duplicate', 'sms', 1, 0.05), ('duplicate', 'call_minute', 1, 0.15)) d (kind, item, units, amount)
FULL JOIN crm_hygiene.quality_cost c ON c.kind = d.kind AND c.item = d.item;
COMMENT ON VIEW crm_hygiene.unit_costs IS 'What one wrong value wastes each time that all customers are contacted. Built-in amounts are yuan; crm_set_unit_cost puts in your own, in any currency';
COMMENT ON COLUMN crm_hygiene.unit_costs.kind IS 'Kind of the wrong value, or duplicate';
COMMENT ON COLUMN crm_hygiene.unit_costs.item IS 'What is wasted: sms, call_minute …';
COMMENT ON COLUMN crm_hygiene.unit_costs.units IS 'How many of it one wrong value wastes';
COMMENT ON COLUMN crm_hygiene.unit_costs.amount IS 'What one of it costs';
COMMENT ON COLUMN crm_hygiene.unit_costs.is_default IS 'Whether it is the built-in one';

CREATE VIEW crm_hygiene.quality_metrics WITH (security_invoker = true) AS
SELECT f.relation, f.grouping, f.group_value, f.column_name, f.metric, f.good::float8 / f.total AS value, f.good, f.total, r.measured_at, r.run_id
FROM crm_hygiene.quality_run r
JOIN crm_hygiene.quality_figure f ON f.run_id = r.run_id
WHERE r.is_current;
COMMENT ON VIEW crm_hygiene.quality_metrics IS 'Every figure of the newest measurement: one row per table, group, column and metric';
COMMENT ON COLUMN crm_hygiene.quality_metrics.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.quality_metrics.grouping IS 'The column by whose values rows were counted, or priority tier, phone operator, phone area; NULL for all rows';
COMMENT ON COLUMN crm_hygiene.quality_metrics.group_value IS 'The value that these rows have in it';
COMMENT ON COLUMN crm_hygiene.quality_metrics.column_name IS 'The column; NULL for the whole row';
COMMENT ON COLUMN crm_hygiene.quality_metrics.metric IS 'completeness, validity, standardisation, uniqueness, consistency, timeliness or clean_rows';
COMMENT ON COLUMN crm_hygiene.quality_metrics.value IS 'good / total, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_metrics.good IS 'Values, or rows, that are as they should be';
COMMENT ON COLUMN crm_hygiene.quality_metrics.total IS 'Values, or rows, that were looked at';
COMMENT ON COLUMN crm_hygiene.quality_metrics.measured_at IS 'When it was measured';
COMMENT ON COLUMN crm_hygiene.quality_metrics.run_id IS 'The measurement';

CREATE VIEW crm_hygiene.issue_counts WITH (security_invoker = true) AS
SELECT c.relation, c.column_name, c.check_name, c.code, c.severity, c.tier, c.rows,
       CASE WHEN c.severity = 'error' AND c.code <> 'missing' OR c.code = 'duplicate' THEN c.rows * COALESCE(u.amount, 0) ELSE 0 END AS cost, c.run_id
FROM crm_hygiene.quality_issue_count c
LEFT JOIN crm_hygiene.registry_column k ON k.relation = c.relation AND k.column_name = c.column_name::name
LEFT JOIN (SELECT kind, sum(units * amount) AS amount FROM crm_hygiene.unit_costs GROUP BY kind) u
    ON u.kind = CASE WHEN c.column_name IS NULL THEN c.code ELSE k.kind END;
COMMENT ON VIEW crm_hygiene.issue_counts IS 'How many rows have each issue, and what they waste: one row per table, column, check, code and tier';
COMMENT ON COLUMN crm_hygiene.issue_counts.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.issue_counts.column_name IS 'The column; NULL for duplicates';
COMMENT ON COLUMN crm_hygiene.issue_counts.check_name IS 'The check that they break; NULL for what the column''s kind knows by itself';
COMMENT ON COLUMN crm_hygiene.issue_counts.code IS 'What is wrong: a code of crm_codes() or of a check, or duplicate';
COMMENT ON COLUMN crm_hygiene.issue_counts.severity IS 'error or warning';
COMMENT ON COLUMN crm_hygiene.issue_counts.tier IS 'Priority tier of the rows';
COMMENT ON COLUMN crm_hygiene.issue_counts.rows IS 'Rows that have it';
COMMENT ON COLUMN crm_hygiene.issue_counts.cost IS 'What they waste each time that all customers are contacted: see unit_costs. Warnings and empty fields waste nothing';
COMMENT ON COLUMN crm_hygiene.issue_counts.run_id IS 'The measurement';

CREATE VIEW crm_hygiene.issues WITH (security_invoker = true) AS
SELECT i.relation, i.row_id, i.column_name, i.check_name, i.code, i.severity, i.suggestion, i.tier, i.first_seen, r.measured_at AS last_seen
FROM crm_hygiene.quality_issue i
LEFT JOIN crm_hygiene.quality_run r ON r.relation = i.relation AND r.is_current;
COMMENT ON VIEW crm_hygiene.issues IS 'Every failing row: one row per table, row, column, check and code, as of the newest measurement';
COMMENT ON COLUMN crm_hygiene.issues.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.issues.row_id IS 'The row: its key as text, a JSON array where the key has several columns';
COMMENT ON COLUMN crm_hygiene.issues.column_name IS 'The column';
COMMENT ON COLUMN crm_hygiene.issues.check_name IS 'The check that it breaks; NULL for what the column''s kind knows by itself';
COMMENT ON COLUMN crm_hygiene.issues.code IS 'What is wrong: a code of crm_codes() or of a check';
COMMENT ON COLUMN crm_hygiene.issues.severity IS 'error or warning';
COMMENT ON COLUMN crm_hygiene.issues.suggestion IS 'What the value should perhaps be, masked; crm_issues(kind, value) on your own table tells it in clear';
COMMENT ON COLUMN crm_hygiene.issues.tier IS 'Priority tier of the row: see crm_set_tiers';
COMMENT ON COLUMN crm_hygiene.issues.first_seen IS 'When it was first found';
COMMENT ON COLUMN crm_hygiene.issues.last_seen IS 'When it was last found';

CREATE VIEW crm_hygiene.quality_summary WITH (security_invoker = true) AS
SELECT r.relation, r.measured_at, r.row_count, f.score, f.completeness, f.validity, f.standardisation, f.uniqueness, f.consistency, f.timeliness,
       f.clean_rows, f.duplicate_rows, r.issues, r.new_issues, r.resolved_issues, c.cost, r.elapsed, r.run_id
FROM crm_hygiene.quality_run r
LEFT JOIN LATERAL (
    SELECT 100 * sum(w.weight * v.value) / NULLIF(sum(w.weight), 0) AS score,
           max(v.value) FILTER (WHERE metric = 'completeness') AS completeness, max(v.value) FILTER (WHERE metric = 'validity') AS validity,
           max(v.value) FILTER (WHERE metric = 'standardisation') AS standardisation, max(v.value) FILTER (WHERE metric = 'uniqueness') AS uniqueness,
           max(v.value) FILTER (WHERE metric = 'consistency') AS consistency, max(v.value) FILTER (WHERE metric = 'timeliness') AS timeliness,
           max(v.value) FILTER (WHERE metric = 'clean_rows') AS clean_rows,
           max(v.total - v.good) FILTER (WHERE metric = 'uniqueness') AS duplicate_rows
    FROM crm_hygiene.quality_metrics v JOIN crm_hygiene.score_weights w USING (metric)
    WHERE v.run_id = r.run_id AND v.grouping IS NULL AND v.column_name IS NULL) f ON true
LEFT JOIN LATERAL (SELECT sum(i.cost) AS cost FROM crm_hygiene.issue_counts i WHERE i.run_id = r.run_id) c ON true
WHERE r.is_current;
COMMENT ON VIEW crm_hygiene.quality_summary IS 'The state of each table: one row per measured table';
COMMENT ON COLUMN crm_hygiene.quality_summary.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.quality_summary.measured_at IS 'When it was measured';
COMMENT ON COLUMN crm_hygiene.quality_summary.row_count IS 'Its rows';
COMMENT ON COLUMN crm_hygiene.quality_summary.score IS 'Weighted score, 0 to 100: quality_score shows how it comes about';
COMMENT ON COLUMN crm_hygiene.quality_summary.completeness IS 'Fields that are filled, of those by which customers are known, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_summary.validity IS 'Filled fields that hold a value of their kind, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_summary.standardisation IS 'Valid fields that are written in their normal form, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_summary.uniqueness IS 'Rows that are not a further row of a customer, 0 to 1; NULL before crm_dedupe';
COMMENT ON COLUMN crm_hygiene.quality_summary.consistency IS 'Rows that break no check over several columns, 0 to 1; NULL where there is no such check';
COMMENT ON COLUMN crm_hygiene.quality_summary.timeliness IS 'Dates that are not older than their limit, 0 to 1; NULL without crm_set_max_age';
COMMENT ON COLUMN crm_hygiene.quality_summary.clean_rows IS 'Rows without an error, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_summary.duplicate_rows IS 'Rows that are a further row of a customer';
COMMENT ON COLUMN crm_hygiene.quality_summary.issues IS 'Issues in the list';
COMMENT ON COLUMN crm_hygiene.quality_summary.new_issues IS 'Of these, not found by the measurement before';
COMMENT ON COLUMN crm_hygiene.quality_summary.resolved_issues IS 'Issues of the measurement before that are gone';
COMMENT ON COLUMN crm_hygiene.quality_summary.cost IS 'What errors and duplicates waste each time that all customers are contacted';
COMMENT ON COLUMN crm_hygiene.quality_summary.elapsed IS 'Time that measuring took';
COMMENT ON COLUMN crm_hygiene.quality_summary.run_id IS 'The measurement';

CREATE VIEW crm_hygiene.quality_score WITH (security_invoker = true) AS
SELECT v.relation, v.metric, v.value, w.weight, 100 * w.weight * v.value / NULLIF(sum(w.weight) OVER (PARTITION BY v.run_id), 0) AS points, v.measured_at
FROM crm_hygiene.quality_metrics v JOIN crm_hygiene.score_weights w USING (metric)
WHERE v.grouping IS NULL AND v.column_name IS NULL AND w.weight > 0;
COMMENT ON VIEW crm_hygiene.quality_score IS 'How each table''s score comes about: one row per metric, their points add up to the score';
COMMENT ON COLUMN crm_hygiene.quality_score.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.quality_score.metric IS 'The metric';
COMMENT ON COLUMN crm_hygiene.quality_score.value IS 'Its value, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_score.weight IS 'Its weight';
COMMENT ON COLUMN crm_hygiene.quality_score.points IS 'What it adds to the score: 100 * weight * value / sum of the weights';
COMMENT ON COLUMN crm_hygiene.quality_score.measured_at IS 'When it was measured';

CREATE VIEW crm_hygiene.quality_by_column WITH (security_invoker = true) AS
SELECT v.relation, v.column_name, min(k.ordinal) AS ordinal, min(k.kind) AS kind, max(v.total) FILTER (WHERE metric = 'completeness') AS row_count,
       max(v.good) FILTER (WHERE metric = 'completeness') AS filled, max(v.value) FILTER (WHERE metric = 'completeness') AS completeness,
       max(v.value) FILTER (WHERE metric = 'validity') AS validity, max(v.value) FILTER (WHERE metric = 'standardisation') AS standardisation,
       max(v.value) FILTER (WHERE metric = 'uniqueness') AS uniqueness, max(v.value) FILTER (WHERE metric = 'timeliness') AS timeliness,
       max(v.total - v.good) FILTER (WHERE metric = 'validity') AS invalid, v.measured_at
FROM crm_hygiene.quality_metrics v
LEFT JOIN crm_hygiene.registry_column k ON k.relation = v.relation AND k.column_name = v.column_name::name
WHERE v.grouping IS NULL AND v.column_name IS NOT NULL
GROUP BY v.relation, v.column_name, v.measured_at;
COMMENT ON VIEW crm_hygiene.quality_by_column IS 'The state of each column: one row per table and column';
COMMENT ON COLUMN crm_hygiene.quality_by_column.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.quality_by_column.column_name IS 'The column';
COMMENT ON COLUMN crm_hygiene.quality_by_column.ordinal IS 'Its place in the table';
COMMENT ON COLUMN crm_hygiene.quality_by_column.kind IS 'What it means';
COMMENT ON COLUMN crm_hygiene.quality_by_column.row_count IS 'Rows of the table';
COMMENT ON COLUMN crm_hygiene.quality_by_column.filled IS 'Rows in which it is filled';
COMMENT ON COLUMN crm_hygiene.quality_by_column.completeness IS 'filled / row_count';
COMMENT ON COLUMN crm_hygiene.quality_by_column.validity IS 'Valid values / filled; NULL where a value cannot be wrong, as in free text';
COMMENT ON COLUMN crm_hygiene.quality_by_column.standardisation IS 'Values in their normal form / valid values';
COMMENT ON COLUMN crm_hygiene.quality_by_column.uniqueness IS 'Distinct normal forms / valid values; NULL where values need not be unique';
COMMENT ON COLUMN crm_hygiene.quality_by_column.timeliness IS 'Dates within the limit / dates; NULL without crm_set_max_age';
COMMENT ON COLUMN crm_hygiene.quality_by_column.invalid IS 'Values that are not of their kind, or break a check of their own';
COMMENT ON COLUMN crm_hygiene.quality_by_column.measured_at IS 'When it was measured';

CREATE VIEW crm_hygiene.quality_by_source WITH (security_invoker = true) AS
SELECT v.relation, v.grouping, v.group_value, max(v.total) FILTER (WHERE metric = 'clean_rows') AS row_count,
       100 * sum(w.weight * v.value) / NULLIF(sum(w.weight), 0) AS score,
       max(v.value) FILTER (WHERE metric = 'completeness') AS completeness, max(v.value) FILTER (WHERE metric = 'validity') AS validity,
       max(v.value) FILTER (WHERE metric = 'standardisation') AS standardisation, max(v.value) FILTER (WHERE metric = 'uniqueness') AS uniqueness,
       max(v.value) FILTER (WHERE metric = 'consistency') AS consistency, max(v.value) FILTER (WHERE metric = 'timeliness') AS timeliness,
       max(v.value) FILTER (WHERE metric = 'clean_rows') AS clean_rows,
       max(v.total - v.good) FILTER (WHERE metric = 'uniqueness') AS duplicate_rows, v.measured_at
FROM crm_hygiene.quality_metrics v JOIN crm_hygiene.score_weights w USING (metric)
WHERE v.grouping IS NOT NULL AND v.column_name IS NULL
GROUP BY v.relation, v.grouping, v.group_value, v.measured_at;
COMMENT ON VIEW crm_hygiene.quality_by_source IS 'The state of rows by source, owner, month, tier …: one row per table, grouping and value';
COMMENT ON COLUMN crm_hygiene.quality_by_source.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.quality_by_source.grouping IS 'The column by whose values rows were counted, or priority tier';
COMMENT ON COLUMN crm_hygiene.quality_by_source.group_value IS 'The value that these rows have in it';
COMMENT ON COLUMN crm_hygiene.quality_by_source.row_count IS 'The rows';
COMMENT ON COLUMN crm_hygiene.quality_by_source.score IS 'Weighted score, 0 to 100';
COMMENT ON COLUMN crm_hygiene.quality_by_source.completeness IS 'Fields that are filled, of those by which customers are known, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_by_source.validity IS 'Filled fields that hold a value of their kind, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_by_source.standardisation IS 'Valid fields that are written in their normal form, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_by_source.uniqueness IS 'Rows that are not a further row of a customer, 0 to 1; NULL before crm_dedupe';
COMMENT ON COLUMN crm_hygiene.quality_by_source.consistency IS 'Rows that break no check over several columns, 0 to 1; NULL where there is no such check';
COMMENT ON COLUMN crm_hygiene.quality_by_source.timeliness IS 'Dates that are not older than their limit, 0 to 1; NULL without crm_set_max_age';
COMMENT ON COLUMN crm_hygiene.quality_by_source.clean_rows IS 'Rows without an error, 0 to 1';
COMMENT ON COLUMN crm_hygiene.quality_by_source.duplicate_rows IS 'Rows that are a further row of a customer';
COMMENT ON COLUMN crm_hygiene.quality_by_source.measured_at IS 'When it was measured';

CREATE VIEW crm_hygiene.phone_quality WITH (security_invoker = true) AS
SELECT relation, column_name, grouping, group_value, total AS numbers, good AS valid, value AS validity, measured_at
FROM crm_hygiene.quality_metrics
WHERE grouping IN ('phone operator', 'phone area') AND column_name IS NOT NULL;
COMMENT ON VIEW crm_hygiene.phone_quality IS 'Phone numbers by operator and by area: one row per table, column, grouping and value';
COMMENT ON COLUMN crm_hygiene.phone_quality.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.phone_quality.column_name IS 'The column';
COMMENT ON COLUMN crm_hygiene.phone_quality.grouping IS 'phone operator or phone area';
COMMENT ON COLUMN crm_hygiene.phone_quality.group_value IS 'The operator that a Chinese mobile number was given out by; the province of a Chinese fixed line, else the country. NULL where the number does not tell';
COMMENT ON COLUMN crm_hygiene.phone_quality.numbers IS 'Filled fields';
COMMENT ON COLUMN crm_hygiene.phone_quality.valid IS 'Of these, valid ones';
COMMENT ON COLUMN crm_hygiene.phone_quality.validity IS 'valid / numbers';
COMMENT ON COLUMN crm_hygiene.phone_quality.measured_at IS 'When it was measured';

SET LOCAL search_path TO @extschema@, pg_temp;

COMMENT ON FUNCTION crm_quality(regclass, text[]) IS 'Measures a table: completeness, validity, standardisation, uniqueness, consistency, timeliness and a score, for the views quality_* and the list of failing rows in issues: crm_quality(rel, by => columns to group rows by)';
COMMENT ON FUNCTION crm_hygiene.assess(text, text, text[]) IS 'Internal: what can be said of one row, packed';
COMMENT ON FUNCTION crm_hygiene.assessed_facets(bytea) IS 'Internal: operator and area of a row''s phone numbers';
COMMENT ON FUNCTION crm_hygiene.assessed_issues(text, bytea) IS 'Internal: what is wrong with an assessed row';
