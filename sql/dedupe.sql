-- What finding duplicates needs besides its functions, and their descriptions.

CREATE FUNCTION crm_hygiene.analyze_results() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET default_statistics_target = 10 SET client_min_messages = error AS $$
BEGIN
    -- Where another run has not ended yet, it does without and without a word.
    ANALYZE (SKIP_LOCKED) crm_hygiene.pair, crm_hygiene.cluster_member;
END
$$;
COMMENT ON FUNCTION crm_hygiene.analyze_results() IS 'Internal: tells the planner how many results there are, long before autovacuum would';

COMMENT ON FUNCTION crm_dedupe(regclass, jsonb, text, text[], float8, float8, boolean, boolean) IS 'Finds the rows of a table that are one customer and stores them in crm_hygiene.duplicates, pairs, review_queue and hot_values. Reads the table, never writes to it. Compares only what changed since the last run unless full; apply => false stores nothing';
COMMENT ON FUNCTION crm_dedupe_changes(regclass, jsonb, text, text[], float8, float8, boolean) IS 'What crm_dedupe would change in the stored result, row by row: joins a cluster, leaves it, or moves to another. Stores nothing';
COMMENT ON FUNCTION crm_train(regclass) IS 'Fits the weights of a table''s model to its own pairs, by expectation-maximisation, and keeps them for crm_dedupe; returns them level by level, in bits';
COMMENT ON FUNCTION crm_explain(regclass, text, text, boolean) IS 'Why two rows are or are not one customer: per field both values (masked unless reveal), the level they reach, its weight in bits and the running total';
