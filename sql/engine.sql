-- The aggregates of the pipeline and the descriptions of its functions.

CREATE FUNCTION crm_hygiene.block_add(block bytea, record bytea, block_limit int) RETURNS bytea
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'crm_hygiene_block_add';
COMMENT ON FUNCTION crm_hygiene.block_add(bytea, bytea, int) IS 'Internal: transition function of crm_hygiene.block';

CREATE AGGREGATE crm_hygiene.block(record bytea, block_limit int) (
    SFUNC = crm_hygiene.block_add,
    STYPE = bytea,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE crm_hygiene.block(bytea, int) IS 'Internal: the records of one match key, side by side';
COMMENT ON FUNCTION crm_hygiene.record(text, text, text[]) IS 'Internal: packs a row''s identity, match keys and match forms';
COMMENT ON FUNCTION crm_hygiene.refer(bytea, bytea) IS 'Internal: a packed record, or a reference to the row that stands for its own among many that read the same';
COMMENT ON FUNCTION crm_hygiene.stands_behind(bytea) IS 'Internal: the row that a packed record refers to, and the record''s own; NULL where it stands for itself';
COMMENT ON FUNCTION crm_hygiene.record_keys(bytea) IS 'Internal: the match keys of a packed record';

CREATE FUNCTION crm_hygiene.live_keys(record bytea, filter bytea) RETURNS int[]
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'crm_hygiene_live_keys';
COMMENT ON FUNCTION crm_hygiene.live_keys(bytea, bytea) IS 'Internal: those match keys of a packed record that pass a filter';

CREATE FUNCTION crm_hygiene.touches(record bytea, keys bytea, rows bytea) RETURNS boolean
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'crm_hygiene_touches';
COMMENT ON FUNCTION crm_hygiene.touches(bytea, bytea, bytea) IS 'Internal: whether a packed record has a match key that passes a filter, or a row that passes another';

CREATE FUNCTION crm_hygiene.places(entries bytea, keys bytea) RETURNS bytea
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'crm_hygiene_places';
COMMENT ON FUNCTION crm_hygiene.places(bytea, bytea) IS 'Internal: where the records of some keys are, of those in one part of a directory';

CREATE FUNCTION crm_hygiene.score(judge bytea, counts bytea, block_limit int, key int, block bytea) RETURNS bytea
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS 'MODULE_PATHNAME', 'crm_hygiene_score';
COMMENT ON FUNCTION crm_hygiene.score(bytea, bytea, int, int, bytea) IS 'Internal: compares the rows of one block; NULL where no pair is worth keeping';
COMMENT ON FUNCTION crm_hygiene.pairs(bytea) IS 'Internal: the pairs that crm_hygiene.score found';
COMMENT ON FUNCTION crm_hygiene.expect_levels(bytea, bytea, int, int, bytea) IS 'Internal: how often each level is reached by the pairs of one block, weighed by their probability';
