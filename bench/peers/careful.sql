-- What a careful person writes without any tool: normalise, null the junk, join on phone, on email, and on name with company.
create temp table clean as
select id, nullif(regexp_replace(lower(name), '[[:space:].,·先生女士]', '', 'g'), '') as name,
       nullif(regexp_replace(regexp_replace(lower(company), '(股份|科技|有限责任|有限)?(有限)?公司$|[[:space:].,]+|(ltd|limited|inc|llc|gmbh|plc|corp|co)\.?$', '', 'g'), '[[:space:].,()（）]', '', 'g'), '') as company,
       right(nullif(regexp_replace(phone, '[^0-9]', '', 'g'), ''), 10) as phone,
       nullif(btrim(lower(email)), '') as email
from leads;
update clean set phone = null where length(phone) < 7 or phone ~ '^(.)\1+$' or phone in (select phone from clean group by 1 having count(*) > 10);
update clean set email = null where email !~ '^[^@ ]+@[^@ ]+\.[^@ ]+$' or email in (select email from clean group by 1 having count(*) > 10);
update clean set name = null where name in ('无', '未知', '测试', 'test', 'na', 'n/a', 'unknown', 'none');
update clean set company = null where length(company) < 2 or company in ('无', '个人', '未知', '测试', 'test', 'na', 'n/a', 'none', 'unknown', 'personal');
analyze clean;
create temp table pairs as
select a.id as a, b.id as b from clean a join clean b on a.phone = b.phone and a.id < b.id
    where a.name is null or b.name is null or a.name = b.name or a.company = b.company or left(a.name, 1) = left(b.name, 1)
union
select a.id, b.id from clean a join clean b on a.email = b.email and a.id < b.id
union
select a.id, b.id from clean a join clean b on a.name = b.name and a.company = b.company and a.id < b.id;
