-- Who may do what: nothing that stores results is open to everybody. crm_grant opens the rest, role by role.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA crm_hygiene FROM PUBLIC;
-- The views that readers see call it.
GRANT EXECUTE ON FUNCTION crm_hygiene.norm_version() TO PUBLIC;
REVOKE ALL ON FUNCTION crm_register(regclass, jsonb, text, text[]), crm_unregister(regclass),
    crm_dedupe(regclass, jsonb, text, text[], float8, float8, boolean, boolean),
    crm_dedupe_changes(regclass, jsonb, text, text[], float8, float8, boolean), crm_train(regclass), crm_blocking(regclass),
    crm_match(regclass, regclass, float8, float8), crm_add_rule(regclass, text, jsonb, text, int), crm_drop_rule(regclass, text),
    crm_explain(regclass, text, text, boolean), crm_profile(regclass, text, text[]),
    crm_add_phone_range(text, text, int, text, text, text), crm_remove_phone_range(text, text, int),
    crm_add_check(regclass, text, text, text[], jsonb, text), crm_drop_check(regclass, text), crm_check(regclass),
    crm_quality(regclass, text[]), crm_quality_snapshot(regclass), crm_report(regclass, text), crm_sample_audit(regclass, int, bigint, text),
    crm_set_weight(text, float8), crm_set_unit_cost(text, text, float8, float8), crm_set_max_age(regclass, text, interval),
    crm_set_tiers(regclass, text, text, text[], text, interval), crm_set_target(regclass, text, text, float8),
    crm_schedule(regclass, text, text), crm_unschedule(regclass, text),
    crm_protect(regclass, text, text, regclass[], jsonb, jsonb), crm_unprotect(regclass),
    crm_standardize(regclass, text[], boolean, boolean), crm_undo(bigint) FROM PUBLIC;

CREATE FUNCTION crm_grant(grantee regrole, access text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    relation regclass;
    routine regprocedure;
BEGIN
    IF access NOT IN ('read', 'operate') OR access IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'access is neither read nor operate',
            HINT = 'read sees the views of schema crm_hygiene; operate may also register, deduplicate and explain.';
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA crm_hygiene TO %s', grantee);
    FOR relation IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'crm_hygiene'::regnamespace AND c.relkind IN ('r', 'v') LOOP
        -- These hold what the user's tables hold.
        IF access = 'operate' OR relation::text !~ '^crm_hygiene\.((record|directory|roll)_[0-9]+|entry|entry_key|claim|unique_value|change)$' THEN
            EXECUTE format('GRANT SELECT ON %s TO %s', relation, grantee);
        END IF;
        IF access = 'operate' AND (SELECT c.relkind = 'r' FROM pg_class c WHERE c.oid = relation) THEN
            EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO %s', relation, grantee);
        END IF;
    END LOOP;
    IF access = 'operate' THEN
        EXECUTE format('GRANT CREATE ON SCHEMA crm_hygiene TO %s', grantee);
        EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA crm_hygiene TO %s', grantee);
        FOR routine IN
            SELECT p.oid FROM pg_proc p
            JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
            JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
            WHERE e.extname = 'crm_hygiene' AND p.proname <> 'crm_grant'
        LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', routine, grantee);
        END LOOP;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION crm_grant(regrole, text) FROM PUBLIC;
COMMENT ON FUNCTION crm_grant(regrole, text) IS 'Lets a role use crm_hygiene: crm_grant(role, ''read'') for BI readers, ''operate'' for those who register and deduplicate the tables that they may read';

SET LOCAL search_path TO pg_catalog, pg_temp;

-- Values are written in one way, whatever the session would have. The guard's triggers see to that themselves, at less cost.
DO $$
DECLARE
    pinned regprocedure;
BEGIN
    FOR pinned IN
        SELECT p.oid FROM pg_proc p
        JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
        WHERE e.extname = 'crm_hygiene' AND p.proconfig[1] LIKE 'search\_path=%' AND p.prorettype <> 'trigger'::regtype
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET datestyle = ISO SET intervalstyle = postgres SET extra_float_digits = 1 SET bytea_output = hex', pinned);
    END LOOP;
END
$$;

-- What is left of a table that has been dropped is not dumped: where the dump is read, another table may have its OID.
DO $$
DECLARE
    there   CONSTANT text := '%I IN (SELECT oid FROM pg_catalog.pg_class)';
    dumped  regclass;
    kept    text;
    entered regclass;
BEGIN
    FOR dumped, kept IN
        SELECT a.attrelid, string_agg(format(there, a.attname), ' AND ')
        FROM pg_extension e, unnest(e.extconfig) o (oid) JOIN pg_attribute a ON a.attrelid = o.oid
        WHERE e.extname = 'crm_hygiene' AND a.atttypid = 'regclass'::regtype AND NOT a.attisdropped GROUP BY a.attrelid
    LOOP
        PERFORM pg_extension_config_dump(dumped, 'WHERE ' || kept);
        FOR entered IN SELECT unnest('{crm_hygiene.entry, crm_hygiene.entry_key}'::regclass[]) WHERE dumped = 'crm_hygiene.lookup'::regclass LOOP
            PERFORM pg_extension_config_dump(entered, format('WHERE lookup_id IN (SELECT lookup_id FROM crm_hygiene.lookup WHERE %s)', kept));
        END LOOP;
    END LOOP;
END
$$;
