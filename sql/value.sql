-- Descriptions of the functions about single values.

COMMENT ON FUNCTION crm_normalize(text, text, text) IS 'Normal form of a value of any kind: crm_normalize(kind, raw, region). NULL where there is none, as for a placeholder';
COMMENT ON FUNCTION crm_normalize_email(text) IS 'E-mail address as it is stored and written to. NULL where it is none';
COMMENT ON FUNCTION crm_normalize_name(text) IS 'Personal name without titles, in one order and spacing. NULL where it is none';
COMMENT ON FUNCTION crm_normalize_company(text) IS 'Company name in one width, spacing and bracket style. NULL where it is none';
COMMENT ON FUNCTION crm_normalize_address(text) IS 'Address in one writing. NULL where it is none';
COMMENT ON FUNCTION crm_normalize_credit_code(text) IS 'Unified social credit code (统一社会信用代码) of 18 characters. NULL where it is none';
COMMENT ON FUNCTION crm_issues(text, text, text) IS 'What is wrong with a value: crm_issues(kind, raw, region), one row per issue, worst first, none for a good value; an empty value has the issue empty, one that stands for nothing (无, N/A, 13800138000) the issue placeholder';
COMMENT ON FUNCTION crm_match_keys(text, text, text) IS 'Keys under which duplicates of a value are found: crm_match_keys(kind, raw, region), most selective first';
COMMENT ON FUNCTION crm_similarity(text, text, text, text) IS 'How far two values of a kind agree: crm_similarity(kind, a, b, region), the comparison level scaled to 0–1. NULL where one has no normal form';
COMMENT ON FUNCTION crm_mask(text, text) IS 'A value as a person without access may see it: crm_mask(kind, raw)';
COMMENT ON FUNCTION crm_codes() IS 'Every reason and issue code of every kind';
COMMENT ON FUNCTION crm_version() IS 'Version of the extension, of its normal forms and of each data set compiled in';
