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
COMMENT ON FUNCTION crm_hygiene.record_keys(bytea) IS 'Internal: the match keys of a packed record';

CREATE FUNCTION crm_hygiene.live_keys(record bytea, filter bytea) RETURNS int[]
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'crm_hygiene_live_keys';
COMMENT ON FUNCTION crm_hygiene.live_keys(bytea, bytea) IS 'Internal: those match keys of a packed record that pass a filter';

CREATE FUNCTION crm_hygiene.touches(record bytea, keys bytea, rows bytea, cells bytea) RETURNS boolean
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'crm_hygiene_touches';
COMMENT ON FUNCTION crm_hygiene.touches(bytea, bytea, bytea, bytea) IS 'Internal: whether a packed record has a match key that passes a filter, a row that passes another, or one in some cells of the roster';

CREATE FUNCTION crm_hygiene.places(entries bytea, ranges bytea) RETURNS bytea
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'crm_hygiene_places';
COMMENT ON FUNCTION crm_hygiene.places(bytea, bytea) IS 'Internal: where the records are of the keys in some ranges, of those in one part of a directory';

CREATE FUNCTION crm_hygiene.score(judge bytea, counts bytea, block_limit int, key int, block bytea) RETURNS bytea
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS 'MODULE_PATHNAME', 'crm_hygiene_score';
COMMENT ON FUNCTION crm_hygiene.score(bytea, bytea, int, int, bytea) IS 'Internal: compares the rows of one block; NULL where no pair is worth keeping';
COMMENT ON FUNCTION crm_hygiene.pairs(bytea) IS 'Internal: the pairs that crm_hygiene.score found';
COMMENT ON FUNCTION crm_hygiene.expect_levels(bytea, bytea, int, int, bytea) IS 'Internal: how often each level is reached by the pairs of one block, weighed by their probability';

CREATE FUNCTION crm_hygiene.roll_add(state bytea, row_id text, xmin xid, horizon bigint, cells int) RETURNS bytea
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'crm_hygiene_roll_add';
COMMENT ON FUNCTION crm_hygiene.roll_add(bytea, text, xid, bigint, int) IS 'Internal: transition function of crm_hygiene.roll';

CREATE FUNCTION crm_hygiene.roll_add(state bytea, row_id bigint, xmin xid, horizon bigint, cells int) RETURNS bytea
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'crm_hygiene_roll_add_number';
COMMENT ON FUNCTION crm_hygiene.roll_add(bytea, bigint, xid, bigint, int) IS 'Internal: transition function of crm_hygiene.roll, for ids that are whole numbers';

CREATE FUNCTION crm_hygiene.roll_merge(state bytea, other bytea) RETURNS bytea
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'crm_hygiene_roll_merge';
COMMENT ON FUNCTION crm_hygiene.roll_merge(bytea, bytea) IS 'Internal: combining function of crm_hygiene.roll';

CREATE AGGREGATE crm_hygiene.roll(row_id text, xmin xid, horizon bigint, cells int) (
    SFUNC = crm_hygiene.roll_add,
    STYPE = bytea,
    COMBINEFUNC = crm_hygiene.roll_merge,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE crm_hygiene.roll(text, xid, bigint, int) IS 'Internal: which rows a table has, and which of them are not older than the horizon';

CREATE AGGREGATE crm_hygiene.roll(row_id bigint, xmin xid, horizon bigint, cells int) (
    SFUNC = crm_hygiene.roll_add,
    STYPE = bytea,
    COMBINEFUNC = crm_hygiene.roll_merge,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE crm_hygiene.roll(bigint, xid, bigint, int) IS 'Internal: which rows a table has, and which of them are not older than the horizon';
