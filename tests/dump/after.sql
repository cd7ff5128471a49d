-- In the restored database: the extension goes on where it stood, with numbers that do not collide, and comes to the same groups.
set client_min_messages = warning;
create temp table before as select relation, row_id, cluster_id from crm_hygiene.cluster_member where relation = 'customers'::regclass;
create temp table run as select run_id from crm_dedupe('customers');
do $$
begin
    if (select run_id from run) is distinct from (select max(run_id) from crm_hygiene.run) then
        raise 'the run after the restore has not the highest number';
    end if;
    if exists (table before except select relation, row_id, cluster_id from crm_hygiene.cluster_member)
       or not exists (table before) then
        raise 'the groups after the restore are not those before';
    end if;
    if crm_phone_ranges() is distinct from 'CN 149 11 mobile 中国电信' then
        raise 'the telephone number ranges are not those before';
    end if;
end $$;
-- The guard stands where it stood: it knows the rows that were there, and the way back is still open.
do $$
begin
    insert into guarded (id, region, mobile) values (5, 'CN', '+86 138-1234-5671');
    raise 'the guard let a second row with the same number in';
exception when unique_violation then null;
end $$;
do $$
begin
    if (select mobile from guarded where id = 4) <> '(404) 735-9037' then
        raise 'restoring changed a value';
    end if;
    if (select restored from crm_undo((select max(run_id) from crm_hygiene.standardizations))) <> 1 then
        raise 'the way back is closed';
    end if;
    if (select mobile from standardized where id = 1) <> '138 1234 5671' then
        raise 'the way back is closed';
    end if;
end $$;
