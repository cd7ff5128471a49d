-- Registration numbers: what people type, what is wrong with it, and its parts.
begin;
SELECT * FROM crm_credit_code_info('9144030071526726XG');
SELECT raw, code, form, valid, reason
FROM unnest(ARRAY[
    '９１４４０３００７１５２６７２６ｘｇ', '统一社会信用代码：9144 0300-7152 6726XG', '9I44O3OO71526726XG', '9144030071526726XH',
    '110108000000016', '71526726-X', '44030071526726X', '9144030071526726X', '9.14403E+17', '123456789012345678', '无', ''
]) WITH ORDINALITY AS t(raw, n), crm_credit_code_info(raw)
ORDER BY n;
SELECT count(*) FROM crm_credit_code_info(NULL);
rollback;
