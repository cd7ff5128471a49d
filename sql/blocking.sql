-- Descriptions of the functions about match keys.

COMMENT ON FUNCTION crm_blocking(regclass) IS 'Which match keys crm_dedupe would use on a table, and what each would cost: rows that have one, blocks of two or more, the largest, pairs to compare, and values too common to compare by. Above 200,000 rows estimated from a share of the keys';
COMMENT ON FUNCTION crm_hygiene.key_fields(text, bytea, int) IS 'Internal: the match keys of a record with the fields that they are made of';
