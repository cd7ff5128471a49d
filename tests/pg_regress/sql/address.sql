-- Levels that were left out are filled in from the county.
SELECT province, city, district, road, number, adcode, valid, reason FROM crm_address_info('天河区体育西路十二号');
-- Every part.
SELECT * FROM crm_address_info('浙江省杭州市余杭区五常街道文一西路969号3幢2单元501室 311121');
-- A county that exists in four cities, and in the city that is named.
SELECT adcode, ambiguous, valid, reason FROM crm_address_info('鼓楼区中山路1号');
SELECT adcode, ambiguous, valid, reason FROM crm_address_info('南京鼓楼区中山路1号');
-- Former names and contradictions.
SELECT city, district, adcode, reason FROM crm_address_info('襄樊市樊城区人民路1号');
SELECT adcode, valid, reason FROM crm_address_info('北京市天河区中山路1号');
-- Any other country.
SELECT country, province, city, road, number, unit, postcode, valid FROM crm_address_info('1515 Adela Ln Apt 4, Las Vegas, NV 89132');
-- No address at all.
SELECT valid, reason FROM crm_address_info('无');
SELECT valid, reason FROM crm_address_info('');
SELECT count(*) FROM crm_address_info(NULL);
-- Whatever is typed, no error.
SELECT valid, reason FROM crm_address_info(repeat('路', 100000));
