-- The packed records that a run leaves for the next, where which of them lie, and where their rows lay. They hold personal data, so they
-- belong to the extension's owner and are open to those only who deduplicate; as members of the extension they are neither dumped nor left behind.

CREATE FUNCTION crm_hygiene.adopt_records(records name) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    store regclass;
    types text[];
    operator regrole;
BEGIN
    FOR store, types IN
        SELECT to_regclass(format('crm_hygiene.%I', t.name)), t.types
        FROM (VALUES (records, ARRAY['oid', 'tid', 'bytea']), (replace(records, 'record', 'directory'), ARRAY['boolean', 'bytea']),
                     (replace(records, 'record', 'roll'), ARRAY['oid', 'bigint', 'bytea'])) t (name, types)
    LOOP
        -- Nothing may come along that runs somebody else's code in the owner's name.
        IF records !~ '^record_[0-9]+$' OR store IS NULL OR NOT EXISTS (
            SELECT FROM pg_class c
            WHERE c.oid = store AND c.relkind = 'r' AND NOT c.relhastriggers AND NOT c.relhasrules AND NOT c.relhasindex AND NOT c.relrowsecurity
              AND NOT c.relispartition AND NOT c.relhassubclass AND c.reloftype = 0 AND pg_has_role(session_user, c.relowner, 'MEMBER')
              AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)
              AND NOT EXISTS (SELECT FROM pg_attrdef d WHERE d.adrelid = c.oid)
              AND NOT EXISTS (SELECT FROM pg_constraint t WHERE t.conrelid = c.oid AND t.contype <> 'n')
              AND types = (SELECT array_agg(a.atttypid::regtype::text ORDER BY a.attnum) FROM pg_attribute a
                           WHERE a.attrelid = c.oid AND a.attnum > 0)) THEN
            RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'an internal function of crm_hygiene was called by hand';
        END IF;
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', store);
        EXECUTE format('ALTER TABLE %s OWNER TO %I', store, current_user);
        PERFORM crm_hygiene.set_member(store, true);
        FOR operator IN
            SELECT DISTINCT acl.grantee::regrole FROM pg_class c, aclexplode(c.relacl) acl
            WHERE c.oid = 'crm_hygiene.pair'::regclass AND acl.privilege_type = 'INSERT' AND acl.grantee <> 0 AND acl.grantee <> c.relowner
        LOOP
            EXECUTE format('GRANT SELECT, INSERT, DELETE ON %s TO %s', store, operator);
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION crm_hygiene.adopt_records(name) IS 'Internal: makes a run''s table of records, their directory and the roll part of the extension';

CREATE FUNCTION crm_hygiene.discard_records(records name) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    store regclass;
BEGIN
    IF records !~ '^record_[0-9]+$' THEN
        RETURN;
    END IF;
    FOR store IN
        SELECT c.oid FROM pg_class c
        JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
        JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
        WHERE c.relnamespace = 'crm_hygiene'::regnamespace AND c.relname IN (records, replace(records, 'record', 'directory'), replace(records, 'record', 'roll'))
          AND e.extname = 'crm_hygiene'
    LOOP
        PERFORM crm_hygiene.set_member(store, false);
        EXECUTE format('DROP TABLE %s', store);
    END LOOP;
END
$$;
COMMENT ON FUNCTION crm_hygiene.discard_records(name) IS 'Internal: drops a table of records that is no longer needed, with its directory and the roll';

COMMENT ON FUNCTION crm_hygiene.set_member(oid, boolean) IS 'Internal: makes a table part of the extension, or no longer';
