COMMENT ON FUNCTION crm_name_info(text, text) IS
'Every part of a person''s name: the name as it is to be written, family, given and middle names, title or honorific, suffix, script, and the pinyin of a Chinese name; valid is false and reason says why where the text is not the name of one person: placeholder, company, several_people …';
