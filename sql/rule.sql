-- Descriptions of the functions about rules.

COMMENT ON FUNCTION crm_add_rule(regclass, text, jsonb, text, int) IS 'Adds or replaces a rule that decides about pairs before the model does: crm_add_rule(rel, name, ''{"phone": "exact", "person_name": ["different", "missing"]}'', ''review''). The rule of the lowest priority number that holds decides. Words: exact, agree, disagree, missing, present, or a level''s name as crm_explain shows it';
COMMENT ON FUNCTION crm_drop_rule(regclass, text) IS 'Removes a rule. False where there was none of that name';
