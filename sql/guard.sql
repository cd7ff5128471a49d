-- The guard: which tables are guarded and how, and the functions of their triggers.

SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE TABLE crm_hygiene.guard (
    relation     regclass    PRIMARY KEY,
    on_invalid   text        NOT NULL CHECK (on_invalid IN ('fix', 'flag', 'warn', 'reject', 'off')),
    on_duplicate text        NOT NULL CHECK (on_duplicate IN ('flag', 'warn', 'reject', 'off')),
    columns      jsonb,
    checks       jsonb,
    plan         text,
    model        text,
    counts       bytea,
    protected_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE crm_hygiene.guard IS 'Guarded tables, and what was asked for';
COMMENT ON COLUMN crm_hygiene.guard.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.guard.on_invalid IS 'What is done about bad values: fix, flag, warn, reject or off';
COMMENT ON COLUMN crm_hygiene.guard.on_duplicate IS 'What is done about a customer who is there already: flag, warn, reject or off';
COMMENT ON COLUMN crm_hygiene.guard.plan IS 'How rows are read for comparison';
COMMENT ON COLUMN crm_hygiene.guard.model IS 'The weights that decide';
COMMENT ON COLUMN crm_hygiene.guard.counts IS 'How many rows share each frequent match key, packed';
COMMENT ON COLUMN crm_hygiene.guard.columns IS 'What is different for single columns';
COMMENT ON COLUMN crm_hygiene.guard.checks IS 'What is different for single checks';
COMMENT ON COLUMN crm_hygiene.guard.protected_at IS 'When crm_protect was called last';
SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.guard', '');

CREATE FUNCTION crm_hygiene.guard_row() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'crm_hygiene_guard_row';
COMMENT ON FUNCTION crm_hygiene.guard_row() IS 'Internal: normalises a row before it is stored, warns of it or turns it away';

-- With the rights of the extension's owner, for it writes to the extension's own tables whoever writes to the guarded one.
-- It runs no SQL but its own, and calls no function but the output functions of the column types.
CREATE FUNCTION crm_hygiene.guard_statement() RETURNS trigger
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS 'MODULE_PATHNAME', 'crm_hygiene_guard_statement';
COMMENT ON FUNCTION crm_hygiene.guard_statement() IS 'Internal: lists what is wrong with the rows that a statement has stored';

CREATE TABLE crm_hygiene.flag (
    relation    regclass    NOT NULL,
    row_id      text        NOT NULL,
    column_name text        NOT NULL,
    check_name  text        NOT NULL,
    code        text        NOT NULL,
    severity    text        NOT NULL CHECK (severity IN ('error', 'warning')),
    flagged_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (relation, row_id, column_name, check_name, code)
);
COMMENT ON TABLE crm_hygiene.flag IS 'What is wrong with rows that were let in';
COMMENT ON COLUMN crm_hygiene.flag.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.flag.row_id IS 'The row';
COMMENT ON COLUMN crm_hygiene.flag.column_name IS 'The column';
COMMENT ON COLUMN crm_hygiene.flag.check_name IS 'The check that is broken; empty for what the column''s kind knows by itself';
COMMENT ON COLUMN crm_hygiene.flag.code IS 'What is wrong';
COMMENT ON COLUMN crm_hygiene.flag.severity IS 'error or warning';
COMMENT ON COLUMN crm_hygiene.flag.flagged_at IS 'When the row came in like that';
SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.flag', '');

CREATE VIEW crm_hygiene.flags WITH (security_invoker = true) AS
SELECT relation, row_id, column_name, NULLIF(check_name, '') AS check_name, code, severity, flagged_at
FROM crm_hygiene.flag;
COMMENT ON VIEW crm_hygiene.flags IS 'What is wrong with rows that a guard let in; it goes when the row is corrected or deleted';
COMMENT ON COLUMN crm_hygiene.flags.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.flags.row_id IS 'The row';
COMMENT ON COLUMN crm_hygiene.flags.column_name IS 'The column';
COMMENT ON COLUMN crm_hygiene.flags.check_name IS 'The check that is broken; NULL for what the column''s kind knows by itself';
COMMENT ON COLUMN crm_hygiene.flags.code IS 'What is wrong';
COMMENT ON COLUMN crm_hygiene.flags.severity IS 'error or warning';
COMMENT ON COLUMN crm_hygiene.flags.flagged_at IS 'When the row came in like that';

-- What rows leave for those that come after them.
CREATE TABLE crm_hygiene.entry (
    relation regclass NOT NULL,
    row_id   text     NOT NULL,
    record   bytea    NOT NULL,
    PRIMARY KEY (relation, row_id)
);
COMMENT ON TABLE crm_hygiene.entry IS 'Records of the rows of tables that are guarded against duplicates; shown to who may read the table';
COMMENT ON COLUMN crm_hygiene.entry.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.entry.row_id IS 'The row';
COMMENT ON COLUMN crm_hygiene.entry.record IS 'Its packed record';
ALTER TABLE crm_hygiene.entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_of_the_table ON crm_hygiene.entry USING (has_table_privilege(relation, 'SELECT'));
COMMENT ON POLICY readers_of_the_table ON crm_hygiene.entry IS 'Who may read the user''s table';

CREATE TABLE crm_hygiene.entry_key (
    relation regclass NOT NULL,
    key      int      NOT NULL,
    row_id   text     NOT NULL,
    PRIMARY KEY (relation, key, row_id)
);
COMMENT ON TABLE crm_hygiene.entry_key IS 'Match keys of those rows';
COMMENT ON COLUMN crm_hygiene.entry_key.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.entry_key.key IS 'Hashed match key';
COMMENT ON COLUMN crm_hygiene.entry_key.row_id IS 'A row that has it';

CREATE TABLE crm_hygiene.claim (
    relation regclass NOT NULL,
    key      int      NOT NULL,
    taken    bigint   NOT NULL DEFAULT 1,
    PRIMARY KEY (relation, key)
) WITH (fillfactor = 70);
COMMENT ON TABLE crm_hygiene.claim IS 'Match keys for which writers wait for each other, where duplicates are turned away';
COMMENT ON COLUMN crm_hygiene.claim.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.claim.key IS 'Hashed match key';
COMMENT ON COLUMN crm_hygiene.claim.taken IS 'Statements that have claimed it';

CREATE TABLE crm_hygiene.unique_value (
    relation   regclass NOT NULL,
    check_name text     NOT NULL,
    digest     bytea    NOT NULL,
    row_id     text     NOT NULL,
    PRIMARY KEY (relation, check_name, digest)
);
CREATE INDEX unique_value_row ON crm_hygiene.unique_value (relation, row_id);
COMMENT ON INDEX crm_hygiene.unique_value_row IS 'Values of a row';
COMMENT ON TABLE crm_hygiene.unique_value IS 'Values that no other row may have, by checks of kind unique';
COMMENT ON COLUMN crm_hygiene.unique_value.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.unique_value.check_name IS 'The check';
COMMENT ON COLUMN crm_hygiene.unique_value.digest IS 'SHA-256 of the normal forms';
COMMENT ON COLUMN crm_hygiene.unique_value.row_id IS 'The row that has the value';

SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.entry', '');
SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.entry_key', '');
SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.claim', '');
SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.unique_value', '');

CREATE VIEW crm_hygiene.guards WITH (security_invoker = true) AS
SELECT g.relation, g.on_invalid, g.on_duplicate, g.columns, g.checks, g.protected_at,
       COALESCE((SELECT bool_and(t.tgenabled <> 'D') FROM pg_trigger t WHERE t.tgrelid = g.relation AND t.tgname LIKE 'zz\_crm\_hygiene\_%'), false) AS active
FROM crm_hygiene.guard g;
COMMENT ON VIEW crm_hygiene.guards IS 'Guarded tables';
COMMENT ON COLUMN crm_hygiene.guards.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.guards.on_invalid IS 'What is done about bad values: fix, flag, warn, reject or off';
COMMENT ON COLUMN crm_hygiene.guards.on_duplicate IS 'What is done about a customer who is there already: flag, warn, reject or off';
COMMENT ON COLUMN crm_hygiene.guards.columns IS 'What is different for single columns';
COMMENT ON COLUMN crm_hygiene.guards.checks IS 'What is different for single checks';
COMMENT ON COLUMN crm_hygiene.guards.protected_at IS 'When crm_protect was called last';
COMMENT ON COLUMN crm_hygiene.guards.active IS 'Whether the table has the guard''s triggers, and none of them is disabled';

SET LOCAL search_path TO @extschema@, pg_temp;

COMMENT ON FUNCTION crm_protect(regclass, text, text, jsonb, jsonb) IS 'Guards a table: crm_protect(rel, on_invalid => ''fix'' | ''flag'' | ''warn'' | ''reject'' | ''off'', on_duplicate => ''flag'' | ''warn'' | ''reject'' | ''off'', columns => ''{"mobile": {"on_invalid": "reject", "raw": "mobile_raw"}}'', checks => ''{"known status": "warn"}''). One row for each guarded column';
COMMENT ON FUNCTION crm_unprotect(regclass) IS 'Ends a table''s guard. False where it had none';
