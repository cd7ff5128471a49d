COMMENT ON FUNCTION crm_postcode_info(text, text) IS
'The normal form of a postcode, the country whose form it has (the region given, or one that the form alone tells), and the area that neighbouring postcodes share.';
