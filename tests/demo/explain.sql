SELECT 'crm_explain is not there yet' AS note;
