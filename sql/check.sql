-- Checks: what the owner of a table demands of its rows, as data.

SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE TABLE crm_hygiene.check_rule (
    relation regclass NOT NULL,
    name     text     NOT NULL,
    kind     text     NOT NULL CHECK (kind IN ('required', 'valid', 'allowed', 'range', 'compare', 'unique')),
    columns  name[]   NOT NULL CHECK (cardinality(columns) > 0),
    rule     jsonb    NOT NULL CHECK (jsonb_typeof(rule) = 'object'),
    severity text     NOT NULL CHECK (severity IN ('error', 'warning')),
    PRIMARY KEY (relation, name)
);
COMMENT ON TABLE crm_hygiene.check_rule IS 'What is demanded of the rows of a table, beside what every kind knows by itself';
COMMENT ON COLUMN crm_hygiene.check_rule.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.check_rule.name IS 'Name of the check, one of its kind in the table';
COMMENT ON COLUMN crm_hygiene.check_rule.kind IS 'required, valid, allowed, range, compare or unique';
COMMENT ON COLUMN crm_hygiene.check_rule.columns IS 'Columns that it judges';
COMMENT ON COLUMN crm_hygiene.check_rule.rule IS 'What it demands, and under "when" of which rows';
COMMENT ON COLUMN crm_hygiene.check_rule.severity IS 'error or warning';
SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.check_rule', '');

CREATE VIEW crm_hygiene.checks WITH (security_invoker = true) AS
SELECT relation, name, kind, columns, rule, severity
FROM crm_hygiene.check_rule;
COMMENT ON VIEW crm_hygiene.checks IS 'What is demanded of the rows of each table';
COMMENT ON COLUMN crm_hygiene.checks.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.checks.name IS 'Name of the check';
COMMENT ON COLUMN crm_hygiene.checks.kind IS 'required, valid, allowed, range, compare or unique';
COMMENT ON COLUMN crm_hygiene.checks.columns IS 'Columns that it judges';
COMMENT ON COLUMN crm_hygiene.checks.rule IS 'What it demands, and under "when" of which rows';
COMMENT ON COLUMN crm_hygiene.checks.severity IS 'error or warning';

SET LOCAL search_path TO @extschema@, pg_temp;

-- In plpgsql because RETURN QUERY spills to disk, however many rows there are.
CREATE FUNCTION crm_check(rel regclass)
RETURNS TABLE (row_id text, column_name text, check_name text, code text, severity text, message text, suggestion text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE crm_hygiene.check_query(rel);
END
$$;
COMMENT ON FUNCTION crm_check(regclass) IS 'Everything that is wrong in a table: one row per row, column and issue, from what kinds know by themselves and from its checks';
COMMENT ON FUNCTION crm_add_check(regclass, text, text, text[], jsonb, text) IS 'Adds or replaces a check: crm_add_check(rel, name, kind, columns, rule, severity), kind one of required, valid, allowed, range, compare, unique';
COMMENT ON FUNCTION crm_drop_check(regclass, text) IS 'Removes a check. False where there was none of that name';
COMMENT ON FUNCTION crm_hygiene.row_issues(text, text, text[]) IS 'Internal: everything that is wrong with one row';
COMMENT ON FUNCTION crm_hygiene.unique_keys(text, text[]) IS 'Internal: the keys of one row that no other row may have';
COMMENT ON FUNCTION crm_hygiene.check_query(regclass) IS 'Internal: the query behind crm_check';
