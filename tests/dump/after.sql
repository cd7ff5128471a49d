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
-- It meets the rows of the other table that were there, and those that come now, and makes a lookup of its own.
insert into known values ('K-3', '赵敏', '13612345678');
do $$
declare refused int := 0;
begin
    for nth in 1..4 loop
        begin
            insert into asked select 10 + nth, (array['张伟', '王芳', '赵敏', '李娜'])[nth], (array['13812345671', '13712345679', '13612345678', '13912345670'])[nth];
        exception when unique_violation then refused := refused + 1;
        end;
    end loop;
    if refused <> 4 or not exists (select from crm_hygiene.matches where row_id = '1' and against = 'known'::regclass and against_row_id = 'K-1') then
        raise 'the guard has forgotten the other table: % of 4', refused;
    end if;
    perform crm_protect('known', on_duplicate => 'flag', against => '{asked}');
end $$;
