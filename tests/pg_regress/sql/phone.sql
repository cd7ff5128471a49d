-- every part of a number
begin;
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
-- placeholders: never valid, in every call; what can be dialled keeps its normal form
SELECT raw, crm_normalize('phone', raw), crm_normalize_phone(raw), valid, reason, crm_match_keys('phone', raw) AS keys, (SELECT string_agg(code, ',') FROM crm_issues('phone', raw)) AS issues
FROM unnest(ARRAY['13800138000', '11111111111', '12345678', '010-12345678', 'N/A']) AS raw, crm_phone_info(raw);
-- as people in China write them
SELECT raw, crm_normalize_phone(raw), number_type, operator, virtual_operator AS virtual, reason
FROM unnest(ARRAY['+86(0)10-62345670', '17951-010-62345670', '1259313912345670', '852-91234567', '(853) 6612 3456', '886-2-2345-6781', '400-123-4568', '95588', '110',
                  '1391234567', '139123456701', '139 l234 567O', '16712345671', '14712345671']) AS raw, crm_phone_info(raw);
-- the row's city supplies the area code; NULL says nothing
SELECT crm_normalize_phone('26543210', 'CN', '广东省深圳市'), crm_normalize_phone('26543210', city => NULL), crm_phones('26543210/26543211转8', 'CN', 'Shanghai');
SELECT e164, extension, valid, province, city FROM crm_phone_info('26543210-801', city => '北京');
SELECT crm_normalize_phone(NULL), crm_normalize_phone('1', NULL), crm_phones('1', NULL);
SELECT count(*) FROM crm_phone_info(NULL);
rollback;
