-- Who may do what: nothing that stores results is open to everybody. crm_grant opens the rest, role by role.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA crm_hygiene FROM PUBLIC;
REVOKE ALL ON FUNCTION crm_register(regclass, jsonb, text, text[]), crm_unregister(regclass),
    crm_dedupe(regclass, jsonb, text, text[], float8, float8), crm_explain(regclass, text, text, boolean),
    crm_profile(regclass, text, text[]),
    crm_add_check(regclass, text, text, text[], jsonb, text), crm_drop_check(regclass, text), crm_check(regclass),
    crm_quality(regclass, text[]), crm_quality_snapshot(regclass), crm_report(regclass, text), crm_sample_audit(regclass, int, bigint, text),
    crm_set_weight(text, float8), crm_set_unit_cost(text, text, float8, float8), crm_set_max_age(regclass, text, interval),
    crm_set_tiers(regclass, text, text, text[], text, interval), crm_set_target(regclass, text, text, float8),
    crm_schedule(regclass, text, text), crm_unschedule(regclass, text),
    crm_protect(regclass, text, text, jsonb, jsonb), crm_unprotect(regclass),
    crm_standardize(regclass, text[], boolean, boolean), crm_undo(bigint) FROM PUBLIC;

CREATE FUNCTION crm_grant(grantee regrole, access text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access NOT IN ('read', 'operate') OR access IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'access is neither read nor operate',
            HINT = 'read sees the views of schema crm_hygiene; operate may also register, deduplicate and explain.';
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA crm_hygiene TO %s', grantee);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA crm_hygiene TO %s', grantee);
    IF access = 'operate' THEN
        EXECUTE format('GRANT CREATE ON SCHEMA crm_hygiene TO %s', grantee);
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON crm_hygiene.registry, crm_hygiene.registry_column, crm_hygiene.run,
                        crm_hygiene.pair, crm_hygiene.cluster_member, crm_hygiene.hot_value,
                        crm_hygiene.quality_run, crm_hygiene.quality_figure, crm_hygiene.quality_issue,
                        crm_hygiene.quality_issue_count, crm_hygiene.quality_weight, crm_hygiene.quality_cost, crm_hygiene.quality_target,
                        crm_hygiene.quality_age, crm_hygiene.quality_tier, crm_hygiene.quality_alert,
                        crm_hygiene.check_rule, crm_hygiene.guard, crm_hygiene.flag,
                        crm_hygiene.entry, crm_hygiene.entry_key, crm_hygiene.claim, crm_hygiene.unique_value,
                        crm_hygiene.standardization, crm_hygiene.change TO %s', grantee);
        EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA crm_hygiene TO %s', grantee);
        EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA crm_hygiene TO %s', grantee);
        EXECUTE format('GRANT EXECUTE ON FUNCTION @extschema@.crm_register(regclass, jsonb, text, text[]), @extschema@.crm_unregister(regclass),
                        @extschema@.crm_dedupe(regclass, jsonb, text, text[], float8, float8),
                        @extschema@.crm_explain(regclass, text, text, boolean), @extschema@.crm_profile(regclass, text, text[]),
                        @extschema@.crm_add_check(regclass, text, text, text[], jsonb, text), @extschema@.crm_drop_check(regclass, text),
                        @extschema@.crm_check(regclass),
                        @extschema@.crm_quality(regclass, text[]), @extschema@.crm_quality_snapshot(regclass), @extschema@.crm_report(regclass, text),
                        @extschema@.crm_sample_audit(regclass, int, bigint, text), @extschema@.crm_set_weight(text, float8),
                        @extschema@.crm_set_unit_cost(text, text, float8, float8), @extschema@.crm_set_max_age(regclass, text, interval),
                        @extschema@.crm_set_tiers(regclass, text, text, text[], text, interval),
                        @extschema@.crm_set_target(regclass, text, text, float8), @extschema@.crm_schedule(regclass, text, text),
                        @extschema@.crm_unschedule(regclass, text),
                        @extschema@.crm_protect(regclass, text, text, jsonb, jsonb), @extschema@.crm_unprotect(regclass),
                        @extschema@.crm_standardize(regclass, text[], boolean, boolean), @extschema@.crm_undo(bigint) TO %s', grantee);
    END IF;
END
$$;
REVOKE ALL ON FUNCTION crm_grant(regrole, text) FROM PUBLIC;
COMMENT ON FUNCTION crm_grant(regrole, text) IS 'Lets a role use crm_hygiene: crm_grant(role, ''read'') for BI readers, ''operate'' for those who register and deduplicate the tables that they may read';
