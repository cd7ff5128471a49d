COMMENT ON FUNCTION crm_email_info(text) IS
'Takes an e-mail address apart: the normal form (lower case, the domain as people read it), its ASCII form for mail systems, the canonical mailbox for matching (never for sending), free, disposable and role addresses, and what was probably meant where it looks misspelt. valid is false with a reason where mail systems would refuse it.';
