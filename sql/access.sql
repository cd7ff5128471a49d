-- Who may do what: nothing that stores results is open to everybody. crm_grant opens the rest, role by role.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA crm_hygiene FROM PUBLIC;
REVOKE ALL ON FUNCTION crm_register(regclass, jsonb, text, text[]), crm_unregister(regclass),
    crm_dedupe(regclass, jsonb, text, text[], float8, float8, boolean, boolean),
    crm_dedupe_changes(regclass, jsonb, text, text[], float8, float8, boolean), crm_train(regclass), crm_blocking(regclass), crm_match(regclass, regclass, float8, float8),
    crm_add_rule(regclass, text, jsonb, text, int), crm_drop_rule(regclass, text), crm_explain(regclass, text, text, boolean),
    crm_profile(regclass, text, text[]) FROM PUBLIC;

CREATE FUNCTION crm_grant(grantee regrole, access text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    relation regclass;
BEGIN
    IF access NOT IN ('read', 'operate') OR access IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'access is neither read nor operate',
            HINT = 'read sees the views of schema crm_hygiene; operate may also register, deduplicate and explain.';
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA crm_hygiene TO %s', grantee);
    FOR relation IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'crm_hygiene'::regnamespace AND c.relkind IN ('r', 'v') LOOP
        -- Tables of records hold what the user's tables hold.
        IF relation::text !~ '^crm_hygiene\.record_[0-9]+$' THEN
            EXECUTE format('GRANT SELECT ON %s TO %s', relation, grantee);
        ELSIF access = 'operate' THEN
            EXECUTE format('GRANT SELECT, INSERT, DELETE ON %s TO %s', relation, grantee);
        END IF;
    END LOOP;
    IF access = 'operate' THEN
        EXECUTE format('GRANT CREATE ON SCHEMA crm_hygiene TO %s', grantee);
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON crm_hygiene.registry, crm_hygiene.registry_column, crm_hygiene.run,
                        crm_hygiene.pair, crm_hygiene.cluster_member, crm_hygiene.hot_value, crm_hygiene.rule, crm_hygiene.model,
                        crm_hygiene.store, crm_hygiene.match TO %s', grantee);
        EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA crm_hygiene TO %s', grantee);
        EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA crm_hygiene TO %s', grantee);
        EXECUTE format('GRANT EXECUTE ON FUNCTION @extschema@.crm_register(regclass, jsonb, text, text[]), @extschema@.crm_unregister(regclass),
                        @extschema@.crm_dedupe(regclass, jsonb, text, text[], float8, float8, boolean, boolean),
                        @extschema@.crm_dedupe_changes(regclass, jsonb, text, text[], float8, float8, boolean), @extschema@.crm_train(regclass),
                        @extschema@.crm_blocking(regclass), @extschema@.crm_match(regclass, regclass, float8, float8),
                        @extschema@.crm_add_rule(regclass, text, jsonb, text, int), @extschema@.crm_drop_rule(regclass, text),
                        @extschema@.crm_explain(regclass, text, text, boolean), @extschema@.crm_profile(regclass, text, text[]) TO %s', grantee);
    END IF;
END
$$;
REVOKE ALL ON FUNCTION crm_grant(regrole, text) FROM PUBLIC;
COMMENT ON FUNCTION crm_grant(regrole, text) IS 'Lets a role use crm_hygiene: crm_grant(role, ''read'') for BI readers, ''operate'' for those who register and deduplicate the tables that they may read';
