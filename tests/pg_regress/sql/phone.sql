-- every part of a number
SELECT * FROM crm_phone_info('手机：138-1234-5671');
SELECT * FROM crm_phone_info('0755-26543210转801');
SELECT e164, number_type, operator, virtual_operator FROM crm_phone_info('17012345679');
SELECT e164, region, number_type, national FROM crm_phone_info('+44 20 7946 0958');
SELECT e164, region, national FROM crm_phone_info('(212) 984-4453', 'US');
-- what is wrong is a value, never an error
SELECT raw, e164, valid, possible, reason
FROM unnest(ARRAY['', '无', '139', '13800138000', '12345678', '+999 12345678', '15412345679', '26543210', '1.39123E+10', '1391234567012345']) AS raw,
     crm_phone_info(raw);
-- several numbers in one field
SELECT raw, crm_phones(raw)
FROM unnest(ARRAY['020-38740256/19279553313', '13912345670、13812345671', '13912345670 13812345671', '310/246-1501', '010-88888889/90', 'none']) AS raw;
SELECT crm_phones(NULL), crm_phones('310/246-1501', 'US');
