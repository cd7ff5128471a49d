-- Web addresses: what people type, and the parts.
SELECT raw, url, registrable_domain, is_shared_host, valid, reason
FROM unnest(ARRAY[
    'www.Huawei.com/', 'HTTPS://consumer.huawei.com:443/cn/?utm_source=x&id=1#top', 'http：／／www．例子．公司', 'http//example.com', 'linkedin.com/in/zhang',
    'zhang@qq.com', 'mailto:zhang@qq.com', 'huawei', 'a.com; b.com', '无', ''
]) WITH ORDINALITY AS t(raw, n), crm_url_info(raw)
ORDER BY n;
SELECT * FROM crm_url_info('http://例子.公司:8080/a%7eb?x=1');
