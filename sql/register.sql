-- Descriptions of the functions about tables.

COMMENT ON FUNCTION crm_profile(regclass, text, text[]) IS 'What is in a table: per column its kind, how full, valid and varied it is, and its commonest values, masked';
COMMENT ON FUNCTION crm_register(regclass, jsonb, text, text[]) IS 'Stores what each column of a table means, inferred where columns does not tell: crm_register(rel, columns => ''{"mobile": "phone"}'', region, key)';
COMMENT ON FUNCTION crm_unregister(regclass) IS 'Forgets a table and its results; its own rows are not touched. False where it was not registered';
COMMENT ON FUNCTION crm_hygiene.is_valid(text, text, text, text) IS 'Internal: whether a text is a value of a kind';
