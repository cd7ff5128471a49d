COMMENT ON FUNCTION crm_date_info(text, text) IS
'Reads a date in any usual writing: ISO 8601 text of its precision (1978, 1978-12 or 1978-12-11), its parts, and the other reading where day and month may be swapped. The region decides which stands first.';
