#!/usr/bin/env bash
# usage: tests/cancel.sh SANDBOX SAMPLE.csv
# A run that is cancelled in any of its steps ends within a second, leaves nothing behind and the previous result in place.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1 sample=$2
rows=150000
limit=1000 # milliseconds from pg_cancel_backend to the end of the run
query() { sql "$sandbox" cancel -At -c "set client_min_messages = warning" -c "$1"; }

sql "$sandbox" postgres -c "drop database if exists cancel with (force)" -c "create database cancel" 2>/dev/null
sql "$sandbox" cancel -c "create extension crm_hygiene"
load_leads "$sandbox" cancel "$sample"

# The previous result is that of a part of the rows.
query "create table many (like leads including all)"
query "insert into many select * from leads where id <= 1000"
query "select duplicate_rows > 0 as found from crm_dedupe('many')" >/dev/null

# Many rows: the sample over and over, in every copy with digits of its own, so that there is about as much to compare as in real life.
query "insert into many (id, name, company, phone, email, city, address, created_at, source)
       select l.id + i * 1000000, l.name, l.company, translate(l.phone, '23456789', right((i * 7919 + 23456789)::text, 8)), i || l.email, l.city, l.address, l.created_at, l.source
       from generate_series(1, $rows / 5000) i, leads l"
query "analyze many"

# Waits until a run is in that step, cancels it, and says how many milliseconds later it had ended.
sql "$sandbox" cancel <<'SQL'
create function cancel_in_step(step int) returns int language plpgsql as $$
declare
    target int;
    cancelled_at timestamptz;
begin
    for attempt in 1..12000 loop
        perform pg_stat_clear_snapshot();
        select pid into target from pg_stat_activity
        where backend_type = 'client backend' and state = 'active' and datname = current_database() and query like format('crm_dedupe(%%step %s of 4,%%', step);
        exit when target is not null;
        perform pg_sleep(0.005);
    end loop;
    if target is null then
        return null;
    end if;
    -- Into the middle of the step's work.
    perform pg_sleep(0.05);
    cancelled_at := clock_timestamp();
    perform pg_cancel_backend(target);
    loop
        perform pg_stat_clear_snapshot();
        exit when not exists (select from pg_stat_activity where pid = target and state = 'active');
        perform pg_sleep(0.005);
    end loop;
    return extract(epoch from clock_timestamp() - cancelled_at) * 1000;
end
$$;
SQL

# All that a run may leave behind, as one line.
traces() {
    query "select (select md5(string_agg(d::text, ',' order by row_id collate \"C\")) from crm_hygiene.duplicates d),
                  (select md5(string_agg(p::text, ',' order by row_a collate \"C\", row_b collate \"C\")) from crm_hygiene.pairs p),
                  (select md5(string_agg(c::text, ',' order by ordinal)) from crm_hygiene.registry_column c),
                  (select count(*) from crm_hygiene.runs),
                  (select string_agg(relname, ',' order by relname) from pg_class where relnamespace = 'crm_hygiene'::regnamespace),
                  (select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = 'cancel')), pg_postmaster_start_time()"
}

before=$(traces)
bad=0
for step in 1 2 3 4; do
    run=$(mktemp "$sandbox/cancel.XXXXXX")
    query "select 'finished' from crm_dedupe('many')" >"$run" 2>&1 &
    waited=$(query "select cancel_in_step($step)")
    wait $! || true
    ended=$(<"$run")
    rm -f "$run"
    if [[ $ended == *finished* ]]; then
        echo "in step $step: the run was not cancelled (${waited:-never seen in that step})"
        bad=1
    elif [[ $ended != *"canceling statement due to user request"* ]]; then
        echo "in step $step: $ended"
        bad=1
    elif ((waited > limit)); then
        echo "in step $step: it took $waited ms to end"
        bad=1
    elif [[ $(traces) != "$before" ]]; then
        printf 'in step %s: something was left behind\n%s\n%s\n' "$step" "$before" "$(traces)"
        bad=1
    else
        echo "cancelled in step $step, ended after $waited ms, nothing left"
    fi
done
exit "$bad"
