COMMENT ON FUNCTION crm_url_info(text) IS
'Takes a web address apart: the normal form (without what only measures campaigns, the fragment, the default port), host, registrable domain, and whether the host is a platform that many share.';
