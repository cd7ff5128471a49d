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
