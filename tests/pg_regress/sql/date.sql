-- Dates: every usual writing, the order of day and month by region, what is no date.
begin;
SELECT raw, date, precision, other_reading, valid, reason
FROM unnest(ARRAY[
    '1978-12-11', '19560409', '12/11/1978', '20/8/1991', '11.12.1978', '1978年12月11日', '一九七八年十二月十一日', '1971-06-24 00:00:00',
    'Mar 1 1970', '24-May-11', '1978', '1978-12', '19160017', '1899-05-05', '1900-01-01', '28835', '无', ''
]) WITH ORDINALITY AS t(raw, n), crm_date_info(raw)
ORDER BY n;
SELECT region, date, other_reading FROM unnest(ARRAY['US', 'GB', 'DE', 'CN']) AS region, crm_date_info('12/11/1978', region);
rollback;
