SELECT 'crm_dedupe is not there yet' AS note;
