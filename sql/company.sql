COMMENT ON FUNCTION crm_company_info(text, text) IS
'Every part of a company''s name: its core (folded for matching), legal form and its class, region by name and code (GB/T 2260 or ISO 3166), industry words, branch and script; valid is false and reason says why where the text is not the name of a company.';
