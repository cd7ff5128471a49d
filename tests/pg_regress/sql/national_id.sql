-- Identity numbers: old and new, mistyped, of other kinds. Never shown.
begin;
SELECT * FROM crm_national_id_info('11010519491231002X');
SELECT n, masked, document, valid, reason, birth_date, sex, region_name, old_number
FROM unnest(ARRAY[
    '110105491231002', '11010519491231002x', '110105194912310021', '110105194902310025', '990105194912310025', '110105194912310000',
    '1.10105E+17', '810000199408230021', '931156196912050013', 'E12345678', '521-21-2123', '张三', ''
]) WITH ORDINALITY AS t(raw, n), crm_national_id_info(raw)
ORDER BY n;
SELECT document, reason FROM crm_national_id_info('521-21-2123', 'US');
rollback;
