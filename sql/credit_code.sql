COMMENT ON FUNCTION crm_credit_code_info(text) IS
'Takes a 统一社会信用代码 (or an older licence, tax or organisation number) apart: authority, organisation type, region, organisation code. valid is false with a reason where a check fails; real codes from before 2016 can fail it.';
