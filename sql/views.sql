-- What BI tools and people read. Columns are stable: new ones come last. No personal data: rows are named by their keys.

SET LOCAL search_path TO pg_catalog, pg_temp;

COMMENT ON FUNCTION crm_hygiene.norm_version() IS 'Version of the normal forms, as crm_version() tells it';

CREATE VIEW crm_hygiene.runs WITH (security_invoker = true) AS
SELECT run_id, relation, started_at, elapsed, row_count, candidate_pairs, duplicate_pairs, review_pairs, clusters, duplicate_rows, hot_values, norm_version, changed_rows
FROM crm_hygiene.run;
COMMENT ON VIEW crm_hygiene.runs IS 'Deduplication runs, one row each';
COMMENT ON COLUMN crm_hygiene.runs.run_id IS 'Number of the run';
COMMENT ON COLUMN crm_hygiene.runs.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.runs.started_at IS 'Start of the run';
COMMENT ON COLUMN crm_hygiene.runs.elapsed IS 'Time that it took';
COMMENT ON COLUMN crm_hygiene.runs.row_count IS 'Rows read';
COMMENT ON COLUMN crm_hygiene.runs.candidate_pairs IS 'Pairs in all blocks, a pair that shares several keys under each; of a run that looked at changes, the pairs that it compared';
COMMENT ON COLUMN crm_hygiene.runs.duplicate_pairs IS 'Pairs decided to be one customer';
COMMENT ON COLUMN crm_hygiene.runs.review_pairs IS 'Pairs for a person to decide';
COMMENT ON COLUMN crm_hygiene.runs.clusters IS 'Groups of two or more rows of one customer';
COMMENT ON COLUMN crm_hygiene.runs.duplicate_rows IS 'Rows in those groups beyond the first of each';
COMMENT ON COLUMN crm_hygiene.runs.hot_values IS 'Placeholders and values shared by too many rows';
COMMENT ON COLUMN crm_hygiene.runs.norm_version IS 'Version of the normal forms that it used';
COMMENT ON COLUMN crm_hygiene.runs.changed_rows IS 'Rows that had changed since the run before, where only those were compared; NULL where all were';

CREATE VIEW crm_hygiene.duplicates WITH (security_invoker = true) AS
SELECT relation, cluster_id, row_id, is_primary, confidence, count(*) OVER (PARTITION BY relation, cluster_id) AS cluster_size, run_id
FROM crm_hygiene.cluster_member;
COMMENT ON VIEW crm_hygiene.duplicates IS 'Rows that share their customer with another row: one row per member of a group';
COMMENT ON COLUMN crm_hygiene.duplicates.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.duplicates.cluster_id IS 'The customer: row_id of the first row of the group when it was found; kept while the group grows, shrinks or merges';
COMMENT ON COLUMN crm_hygiene.duplicates.row_id IS 'The row: its key as text, a JSON array where the key has several columns';
COMMENT ON COLUMN crm_hygiene.duplicates.is_primary IS 'Whether the row stands for its group';
COMMENT ON COLUMN crm_hygiene.duplicates.confidence IS 'Probability of the strongest pair that ties the row to its group';
COMMENT ON COLUMN crm_hygiene.duplicates.cluster_size IS 'Rows of the group';
COMMENT ON COLUMN crm_hygiene.duplicates.run_id IS 'The run that found it';

CREATE VIEW crm_hygiene.pairs WITH (security_invoker = true) AS
SELECT relation, row_a, row_b, decision, weight, 1 / (1 + power(2, - weight)) AS probability, run_id, rule
FROM crm_hygiene.pair;
COMMENT ON VIEW crm_hygiene.pairs IS 'Pairs of rows that are, or may be, one customer';
COMMENT ON COLUMN crm_hygiene.pairs.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.pairs.row_a IS 'The row that comes first';
COMMENT ON COLUMN crm_hygiene.pairs.row_b IS 'The other row';
COMMENT ON COLUMN crm_hygiene.pairs.decision IS 'duplicate or review';
COMMENT ON COLUMN crm_hygiene.pairs.weight IS 'Match weight in bits: the odds are 2^weight to 1';
COMMENT ON COLUMN crm_hygiene.pairs.probability IS 'Probability that both rows are one customer, 0 to 1';
COMMENT ON COLUMN crm_hygiene.pairs.run_id IS 'The run that found it';
COMMENT ON COLUMN crm_hygiene.pairs.rule IS 'The rule that decided, NULL where the weight did; "weak tie" where the pair alone would have chained two groups';

CREATE VIEW crm_hygiene.review_queue WITH (security_invoker = true) AS
SELECT p.relation, p.row_a, p.row_b, p.weight, 1 / (1 + power(2, - p.weight)) AS probability, p.run_id, p.rule
FROM crm_hygiene.pair p
LEFT JOIN crm_hygiene.cluster_member a ON a.relation = p.relation AND a.row_id = p.row_a
LEFT JOIN crm_hygiene.cluster_member b ON b.relation = p.relation AND b.row_id = p.row_b
WHERE p.decision = 'review' AND a.cluster_id IS DISTINCT FROM b.cluster_id
   OR p.decision = 'review' AND a.cluster_id IS NULL AND b.cluster_id IS NULL;
COMMENT ON VIEW crm_hygiene.review_queue IS 'Pairs that a person should decide, and no cluster has settled';
COMMENT ON COLUMN crm_hygiene.review_queue.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.review_queue.row_a IS 'The row that comes first';
COMMENT ON COLUMN crm_hygiene.review_queue.row_b IS 'The other row';
COMMENT ON COLUMN crm_hygiene.review_queue.weight IS 'Match weight in bits: the odds are 2^weight to 1';
COMMENT ON COLUMN crm_hygiene.review_queue.probability IS 'Probability that both rows are one customer, 0 to 1';
COMMENT ON COLUMN crm_hygiene.review_queue.run_id IS 'The run that found it';
COMMENT ON COLUMN crm_hygiene.review_queue.rule IS 'The rule that sent it here, NULL where the weight did; "weak tie" where the pair alone would have chained two groups';

CREATE VIEW crm_hygiene.hot_values WITH (security_invoker = true) AS
SELECT relation, field, value, reason, rows, run_id
FROM crm_hygiene.hot_value;
COMMENT ON VIEW crm_hygiene.hot_values IS 'Placeholders and values shared by too many rows to tell customers apart';
COMMENT ON COLUMN crm_hygiene.hot_values.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.hot_values.field IS 'The field, or fields joined by &';
COMMENT ON COLUMN crm_hygiene.hot_values.value IS 'The placeholder, or the shared value masked';
COMMENT ON COLUMN crm_hygiene.hot_values.reason IS 'placeholder: stands for nothing; shared: too many rows hold it';
COMMENT ON COLUMN crm_hygiene.hot_values.rows IS 'Rows that hold it';
COMMENT ON COLUMN crm_hygiene.hot_values.run_id IS 'The run that found it';

CREATE VIEW crm_hygiene.rules WITH (security_invoker = true) AS
SELECT relation, position, name, conditions, action, added_at
FROM crm_hygiene.rule;
COMMENT ON VIEW crm_hygiene.rules IS 'Rules of each table, which decide about pairs before the model does: the first that holds';
COMMENT ON COLUMN crm_hygiene.rules.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.rules.position IS 'Place of the rule: the first that holds decides';
COMMENT ON COLUMN crm_hygiene.rules.name IS 'What people call the rule';
COMMENT ON COLUMN crm_hygiene.rules.conditions IS 'Kind or column, and the levels it must have reached';
COMMENT ON COLUMN crm_hygiene.rules.action IS 'What a pair becomes: duplicate, review or distinct';
COMMENT ON COLUMN crm_hygiene.rules.added_at IS 'When it was added or changed';

CREATE VIEW crm_hygiene.stale WITH (security_invoker = true) AS
SELECT DISTINCT ON (r.relation) r.relation, s.reason, u.run_id
FROM crm_hygiene.registry r
LEFT JOIN LATERAL (SELECT run_id, started_at, norm_version FROM crm_hygiene.run WHERE run.relation = r.relation ORDER BY run_id DESC LIMIT 1) u ON true
CROSS JOIN LATERAL (
    SELECT 1 AS rank, 'never run' AS reason WHERE u.run_id IS NULL
    UNION ALL SELECT 2, 'mapping changed' WHERE r.registered_at > u.started_at
    UNION ALL SELECT 3, 'rules changed' WHERE EXISTS (SELECT FROM crm_hygiene.rule WHERE rule.relation = r.relation AND rule.added_at > u.started_at)
    UNION ALL SELECT 4, 'normal forms changed' WHERE u.norm_version <> crm_hygiene.norm_version()
) s
ORDER BY r.relation, s.rank;
COMMENT ON VIEW crm_hygiene.stale IS 'Tables whose results are older than what decides about them: run crm_dedupe again';
COMMENT ON COLUMN crm_hygiene.stale.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.stale.reason IS 'never run, mapping changed, rules changed or normal forms changed';
COMMENT ON COLUMN crm_hygiene.stale.run_id IS 'The newest run, NULL where there was none';

SET LOCAL search_path TO @extschema@, pg_temp;
