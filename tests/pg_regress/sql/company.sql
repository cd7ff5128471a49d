-- The parts of a name
begin;
SELECT name, info.*
FROM (VALUES
    (1, '飞瑞信息技术（南京）有限公司'),
    (2, '江苏省苏州市众思软件股份有限公司'),
    (3, '正大科技广州）有限公司'),
    (4, '富和科技（大连）有限公'),
    (5, '安图机械制造有限公司北京分公司'),
    (6, '中石化'),
    (7, 'Horizon Müller Analytics, L.L.C.'),
    (8, 'Horizon Anal.'),
    (9, 'ООО "Газпром"'),
    (10, 'hotel bel-air'),
    (11, '无'),
    (12, '科技有限公司'),
    (13, '13800138001'),
    (14, ''),
    (15, '北京（华创）有限公司'),
    (16, '北京有限公司'),
    (17, '腾讯科技')
) AS names (place, name), crm_company_info(name) AS info
ORDER BY place;

-- Nothing gives nothing
SELECT count(*) FROM crm_company_info(NULL);

-- Megabytes in one field are refused at once
SELECT valid, reason FROM crm_company_info(repeat('有限公司', 100000));
rollback;
