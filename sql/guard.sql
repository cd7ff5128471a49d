-- The guard: which tables are guarded and how, and the functions of their triggers.

SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE TABLE crm_hygiene.guard (
    relation     regclass    PRIMARY KEY,
    on_invalid   text        NOT NULL CHECK (on_invalid IN ('fix', 'flag', 'warn', 'reject', 'off')),
    columns      jsonb,
    checks       jsonb,
    protected_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE crm_hygiene.guard IS 'Guarded tables, and what was asked for';
COMMENT ON COLUMN crm_hygiene.guard.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.guard.on_invalid IS 'What is done about bad values: fix, flag, warn, reject or off';
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
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'MODULE_PATHNAME', 'crm_hygiene_guard_statement';
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

CREATE VIEW crm_hygiene.guards WITH (security_invoker = true) AS
SELECT g.relation, g.on_invalid, g.columns, g.checks, g.protected_at,
       COALESCE((SELECT bool_and(t.tgenabled <> 'D') FROM pg_trigger t WHERE t.tgrelid = g.relation AND t.tgname LIKE 'zz\_crm\_hygiene\_%'), false) AS active
FROM crm_hygiene.guard g;
COMMENT ON VIEW crm_hygiene.guards IS 'Guarded tables';
COMMENT ON COLUMN crm_hygiene.guards.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.guards.on_invalid IS 'What is done about bad values: fix, flag, warn, reject or off';
COMMENT ON COLUMN crm_hygiene.guards.columns IS 'What is different for single columns';
COMMENT ON COLUMN crm_hygiene.guards.checks IS 'What is different for single checks';
COMMENT ON COLUMN crm_hygiene.guards.protected_at IS 'When crm_protect was called last';
COMMENT ON COLUMN crm_hygiene.guards.active IS 'Whether the table has the guard''s triggers, and none of them is disabled';

SET LOCAL search_path TO @extschema@, pg_temp;

COMMENT ON FUNCTION crm_protect(regclass, text, jsonb, jsonb) IS 'Guards a table: crm_protect(rel, on_invalid => ''fix'' | ''flag'' | ''warn'' | ''reject'' | ''off'', columns => ''{"mobile": {"on_invalid": "reject", "raw": "mobile_raw"}}'', checks => ''{"known status": "warn"}''). One row for each guarded column';
COMMENT ON FUNCTION crm_unprotect(regclass) IS 'Ends a table''s guard. False where it had none';
