-- The parts of a name
begin;
SELECT raw, info.*
FROM (VALUES
    (1, '张伟'),
    (2, '歐陽 娜娜 女士'),
    (3, '尉迟恭'),
    (4, '张先生'),
    (5, '王伟（采购）'),
    (6, 'ZHANG Xiajin'),
    (7, 'liangxufei'),
    (8, 'Dr. Robert J. van Dyke Jr.'),
    (9, 'Pelholson, Marco'),
    (10, 'MARIA O''NEIL-SMITH'),
    (11, 'Tony 王'),
    (12, 'Сергей Лавров'),
    (13, '김철수'),
    (14, '贝拉克·奥巴马'),
    (15, '张**'),
    (16, 'dr. gillian GIBSON'),
    (17, 'John & Mary Smith'),
    (18, '山田太郎'),
    (19, 'Nguyễn Văn An')
) AS names (place, raw), crm_name_info(raw) AS info
ORDER BY place;

-- What is no name of a person
SELECT raw, valid, reason
FROM unnest(ARRAY['微信用户', '北京华创科技有限公司', 'bob@example.com', '13800138001', '']) WITH ORDINALITY AS names (raw, place), crm_name_info(raw)
ORDER BY place;

-- Nothing gives nothing
SELECT count(*) FROM crm_name_info(NULL);

-- Megabytes in one field are refused at once
SELECT valid, reason FROM crm_name_info(repeat('张伟', 100000));
rollback;
