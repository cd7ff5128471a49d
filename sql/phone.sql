COMMENT ON FUNCTION crm_phone_info(text, text) IS
'Every part of a phone number: E.164, extension, region, country code, type, whether it is valid and possible, national writing, for China operator (a hint: numbers move), province and city, how many numbers the field holds, and the code of what is wrong. E.164 is given even where the number cannot exist; crm_normalize_phone is NULL there.';
COMMENT ON FUNCTION crm_phones(text, text) IS
'Every number in a field that may hold several, in normal form and in order, without repetitions.';
