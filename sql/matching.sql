-- Matches between tables.

SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE TABLE crm_hygiene.match (
    relation       regclass    NOT NULL,
    row_id         text        COLLATE "C" NOT NULL,
    against        regclass    NOT NULL,
    against_row_id text        COLLATE "C" NOT NULL,
    decision       text        NOT NULL CHECK (decision IN ('duplicate', 'review')),
    weight         float8      NOT NULL,
    rule           text,
    run_id         bigint      NOT NULL,
    matched_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (relation, row_id, against, against_row_id)
);
CREATE INDEX match_against ON crm_hygiene.match (against, against_row_id);
COMMENT ON INDEX crm_hygiene.match_against IS 'Matches of a row of the other table';
COMMENT ON TABLE crm_hygiene.match IS 'Rows of one table that are, or may be, a customer of another';
COMMENT ON COLUMN crm_hygiene.match.relation IS 'The table whose rows were looked for';
COMMENT ON COLUMN crm_hygiene.match.row_id IS 'The row';
COMMENT ON COLUMN crm_hygiene.match.against IS 'The table they were looked for in';
COMMENT ON COLUMN crm_hygiene.match.against_row_id IS 'The row found there';
COMMENT ON COLUMN crm_hygiene.match.decision IS 'duplicate or review';
COMMENT ON COLUMN crm_hygiene.match.weight IS 'Match weight in bits: the odds are 2^weight to 1';
COMMENT ON COLUMN crm_hygiene.match.rule IS 'The rule that decided, NULL where the weight did';
COMMENT ON COLUMN crm_hygiene.match.run_id IS 'The run that found it, 0 where the guard did';
COMMENT ON COLUMN crm_hygiene.match.matched_at IS 'When it was found';
SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.match', '');

CREATE VIEW crm_hygiene.matches WITH (security_invoker = true) AS
SELECT relation, row_id, against, against_row_id, decision, 1 / (1 + power(2, - weight)) AS probability,
    (row_number() OVER (PARTITION BY relation, against, row_id ORDER BY weight DESC, against_row_id))::int AS rank, rule, run_id, matched_at
FROM crm_hygiene.match;
COMMENT ON VIEW crm_hygiene.matches IS 'Rows of one table that are, or may be, a customer of another: made by crm_match, and by guards with against';
COMMENT ON COLUMN crm_hygiene.matches.relation IS 'The table whose rows were looked for';
COMMENT ON COLUMN crm_hygiene.matches.row_id IS 'The row';
COMMENT ON COLUMN crm_hygiene.matches.against IS 'The table they were looked for in';
COMMENT ON COLUMN crm_hygiene.matches.against_row_id IS 'The row found there';
COMMENT ON COLUMN crm_hygiene.matches.decision IS 'duplicate or review';
COMMENT ON COLUMN crm_hygiene.matches.probability IS 'Probability that both rows are one customer, 0 to 1';
COMMENT ON COLUMN crm_hygiene.matches.rank IS 'Place among the row''s matches, 1 the most probable';
COMMENT ON COLUMN crm_hygiene.matches.rule IS 'The rule that decided, NULL where the weight did';
COMMENT ON COLUMN crm_hygiene.matches.run_id IS 'The run that found it, 0 where the guard did as the row came in';
COMMENT ON COLUMN crm_hygiene.matches.matched_at IS 'When it was found';

SET LOCAL search_path TO @extschema@, pg_temp;

COMMENT ON FUNCTION crm_match(regclass, regclass, float8, float8) IS 'Finds the rows of a table that are a customer of another, whatever its columns are called, and stores them in crm_hygiene.matches';
