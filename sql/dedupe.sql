-- Descriptions of the functions that find duplicates.

COMMENT ON FUNCTION crm_dedupe(regclass, jsonb, text, text[], float8, float8) IS 'Finds the rows of a table that are one customer and stores them in crm_hygiene.duplicates, pairs, review_queue and hot_values. Reads the table, never writes to it';
COMMENT ON FUNCTION crm_explain(regclass, text, text, boolean) IS 'Why two rows are or are not one customer: per field both values (masked unless reveal), the level they reach, its weight in bits and the running total';
COMMENT ON FUNCTION crm_hygiene.is_placeholder_block(int, bytea) IS 'Internal: whether a block collects rows with the same placeholder';
