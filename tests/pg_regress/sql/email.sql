-- E-mail addresses: what people type, what mail systems accept, and the parts.
begin;
SELECT * FROM crm_email_info('"Zhang, San" <Zhang.San+News@GoogleMail.com>');
SELECT raw, address, valid, reason, suggestion
FROM unnest(ARRAY[
    ' Zhang＠163．com', 'mailto:a@b.com?subject=hi', '邮箱：zhang@qq。com', '张伟@例子.公司', '"john doe"@b.com', 'a@[192.0.2.1]', 'a..b@docomo.ne.jp',
    'zhang@gmial.com', 'zhang@qq.con', 'zhang@163.cm', 'zhang163.com', 'zhang@qq', 'zhang san@b.com', 'a@b.com; c@d.com', 'a..b@b.com',
    'a@host.local', 'a@b@c.com', '无', ''
]) WITH ORDINALITY AS t(raw, n), crm_email_info(raw)
ORDER BY n;
SELECT raw, canonical, ascii, registrable_domain, is_free, is_disposable, is_role, is_placeholder
FROM unnest(ARRAY[
    'z.s+x@gmail.com', 'zhang@me.com', 'zhang@例子.公司', 'x@mail.mailinator.com', 'info@huawei.com.cn', 'test@test.com', '123456@qq.com', 'zhang@21cn.com'
]) WITH ORDINALITY AS t(raw, n), crm_email_info(raw)
ORDER BY n;
-- slips are neither free nor disposable; placeholders are never valid
SELECT raw, crm_normalize_email(raw), valid, reason, is_free, is_disposable, suggestion, (SELECT string_agg(code, ',') FROM crm_issues('email', raw)) AS issues
FROM unnest(ARRAY['li@gmial.com', 'li@yaho.com', 'li@hotmail.co', 'bob at gmail.com', 'bob [at] huawei [dot] com', 'test@test.com', '123456@qq.com', 'test@example.com', '客服@huawei.com']) WITH ORDINALITY AS t(raw, n),
     crm_email_info(raw)
ORDER BY n;
SELECT count(*) FROM crm_email_info(NULL);
rollback;
