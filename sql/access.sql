-- Who may do what: nothing that stores results is open to everybody. crm_grant opens the rest, role by role.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA crm_hygiene FROM PUBLIC;
REVOKE ALL ON FUNCTION crm_register(regclass, jsonb, text, text[]), crm_unregister(regclass),
    crm_dedupe(regclass, jsonb, text, text[], float8, float8), crm_explain(regclass, text, text, boolean) FROM PUBLIC;
