COMMENT ON FUNCTION crm_national_id_info(text, text) IS
'What an identity number (身份证, 15 or 18 digits) says: document, birth date, sex, region, and whether it is valid. The number itself is only returned masked.';
