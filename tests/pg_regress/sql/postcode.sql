-- Postcodes, by the region of the column.
SELECT region, raw, postcode, country, area, valid, reason
FROM (VALUES ('CN', '１０００８０'), ('CN', '邮编：518000'), ('CN', 'sw1a1aa'), ('US', '941051234'), ('CA', 'k1a0b1'), ('DE', 'D-10115'), ('JP', '〒1000001'),
    ('CN', '北京'), ('CN', '无'), ('CN', '')) AS t(region, raw), crm_postcode_info(raw, region);
SELECT postcode, country FROM crm_postcode_info('100080');
