#!/usr/bin/env bash
# usage: bench/guard.sh [--rows N] [--into M] [--seconds S]      (200000 rows into 1000000, soak of 60 s, where nothing is said)
# What the guard costs, all of it in one run: processor time and duration of a COPY of N leads into a table of M, processor time and latency
# of single inserts through pgbench and psycopg, and a soak of 16 clients who insert from a small pool of people. Everything it makes lies in
# .tools/bench.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SEED=7
CLIENTS=16
POOL=2000
FILES=$TOOLS/bench/guard
SPENT="set client_min_messages = error;
create function pg_temp.spent() returns numeric language sql as
    \$\$ select round(split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::numeric / 1000000, 1) \$\$;"

# on DATABASE ARG…: psql that prints nothing but values.
on() {
    local database=$1
    shift
    sql "$BENCH" "$database" -At "$@"
}

# measure NAME OPTIONS FILE: one guard, or none: the COPY of FILE, then single inserts.
measure() {
    local name=$1 options=$2 spent taken
    if [[ -n $options ]]; then
        on bench -c "set client_min_messages = error" -c "select count(*) from crm_protect('leads', $options)" >/dev/null
        on bench -c "vacuum analyze crm_hygiene.entry, crm_hygiene.entry_key" -c checkpoint
    fi
    spent=$(spend "$3") taken=$(take "$3")
    plain=${plain:-$spent} plain_taken=${plain_taken:-$taken}
    awk -v name="$name" -v spent="$spent" -v plain="$plain" -v taken="$taken" -v plain_taken="$plain_taken" -v rows="$rows" \
        'BEGIN { printf "%s\t%d\t%.1f\t%.1f\t%d\t%.1f\t%.1f\n", name, spent, 1000 * spent / rows, spent / plain, taken, 1000 * taken / rows, taken / plain_taken }' >>"$FILES/copy.tsv"
    single "$name"
    latency "$name" 1
    latency "$name" 4
    driver "$name"
    # What one guard leaves behind is none of the next one's costs.
    [[ -z $options ]] || on bench -c "set client_min_messages = error" -c "select crm_unprotect('leads')" \
        -c "vacuum leads, crm_hygiene.entry, crm_hygiene.entry_key, crm_hygiene.claim, crm_hygiene.flag" >/dev/null
}

# spend FILE: milliseconds of processor time that its COPY takes, rolled back. The better of two: the first may have to read.
spend() {
    on bench <<SQL | sort -n | head -1
$SPENT
$(for _ in 1 2; do
        echo "select pg_temp.spent() as before \\gset"
        echo "begin;"
        echo "\\copy leads from '$FILES/$1.csv' with (format csv)"
        echo "rollback; select pg_temp.spent() - :before;"
    done)
SQL
}

# take FILE: milliseconds that whoever waits for its COPY waits until it is committed. The better of two.
take() {
    on bench -c "vacuum leads, crm_hygiene.entry, crm_hygiene.entry_key"
    for _ in 1 2; do
        on bench <<SQL
set client_min_messages = error;
select extract(epoch from clock_timestamp()) as before \\gset
\\copy leads from '$FILES/$1.csv' with (format csv)
select round(1000 * (extract(epoch from clock_timestamp()) - :before));
SQL
        undo
    done | sort -n | head -1
}

# undo: what was stored goes, with all that the guard has made of it.
undo() {
    on bench -c "set client_min_messages = error" -c "delete from leads where id > $into" -c "truncate crm_hygiene.pair, crm_hygiene.cluster_member" \
        -c "vacuum leads, crm_hygiene.entry, crm_hygiene.entry_key"
}

# single NAME: microseconds of processor time that an insert takes the server, one row and one transaction at a time.
single() {
    each=$(on bench <<SQL
$SPENT
prepare one as insert into leads select * from newcomers where id = \$1;
select format('execute one(%s)', $into + i) from generate_series(1, 20) i \gexec
select pg_temp.spent() as before \gset
select format('execute one(%s)', $into + i) from generate_series(21, 5020) i \gexec
select round((pg_temp.spent() - :before) / 5);
SQL
    )
    printf '%s\tprocessor time, 1\t%s\n' "$1" "$(awk "BEGIN { printf \"%.3f\", $each / 1000 }")" >>"$FILES/latency.tsv"
    undo
}

# busy MICROSECONDS: the same inserts with a trigger that does nothing but take as long: so much of what several clients wait for each
# other is for processors.
busy() {
    on bench <<SQL
create function busy() returns trigger language plpgsql as \$\$
declare n int := 0;
begin
    for i in 1..tg_argv[0]::int loop n := (n * 7 + i) % 1000; end loop;
    return null;
end \$\$;
$SPENT
select pg_temp.spent() as before \gset
do \$\$ declare n int := 0; begin for i in 1..1000000 loop n := (n * 7 + i) % 1000; end loop; end \$\$;
select format('create trigger busy after insert on leads execute function busy(%s)', round(1000 * $1 / (pg_temp.spent() - :before))) \gexec
SQL
    single "a trigger that is busy as long"
    latency "a trigger that is busy as long" 1
    latency "a trigger that is busy as long" 4
    on bench -c "drop function busy cascade"
}

# latency NAME CLIENTS: percentiles of an insert of a new lead, prepared, in a transaction of its own.
latency() {
    local name=$1 clients=$2
    rm -f "$FILES"/inserts.*
    client "$BENCH" pgbench -n -M prepared -c "$clients" -j 2 -t 5000 -D i=0 -D base="$into" -l --log-prefix="$FILES/inserts" -f "$FILES/insert.sql" bench >"$FILES/pgbench.log" 2>&1 ||
        die "$(tail -3 "$FILES/pgbench.log")"
    undo
    # The first transactions of a client load the extension and plan its statements.
    cat "$FILES"/inserts.* | awk '$2 > 20 { print $3 }' | percentiles "$name" "pgbench, $clients"
}

# driver NAME: the same through psycopg.
driver() {
    "$TOOLS/bench-driver/bin/python" "$ROOT/bench/insert.py" "$(cat "$BENCH/socket")" bench "$FILES/newcomers.csv" 5000 | tail -n +21 | percentiles "$1" "psycopg, 1"
    undo
}

# percentiles NAME CLIENTS: those of the microseconds on standard input.
percentiles() {
    sort -n | awk -v name="$1" -v clients="$2" '{ t[NR] = $1 }
        END { printf "%s\t%s\t%.2f\t%.2f\t%d\n", name, clients, t[int(NR / 2) + 1] / 1000, t[int(NR * 0.99) + 1] / 1000, NR }' >>"$FILES/latency.tsv"
}

# soak ISOLATION: CLIENTS insert from a pool of POOL people, each written in several ways; how many rows are left of how many people.
soak() {
    local level=$1 before after
    on bench -c "set client_min_messages = error" -c "drop table if exists soak" \
        -c "create table soak (id bigint generated always as identity primary key, person int, name text, mobile text, email text)" \
        -c "select crm_register('soak', '{\"person\": null}')" -c "select count(*) from crm_protect('soak', on_duplicate => 'reject')" >/dev/null
    before=$(on bench -c "select deadlocks from pg_stat_database where datname = 'bench'")
    PGOPTIONS="-c default_transaction_isolation=${level// /\\ }" client "$BENCH" pgbench -n -c "$CLIENTS" -j 2 -T "$seconds" -f "$FILES/soak.sql" bench >"$FILES/soak.log" 2>&1 || true
    sleep 1
    after=$(on bench -c "select deadlocks from pg_stat_database where datname = 'bench'")
    on bench -F $'\t' -c "select '$level', (select last_value - 1 from attempts), count(*), count(distinct person), $((after - before)) from soak" >>"$FILES/soak.tsv"
}

print() { # print FILE HEADER
    { printf '%s\n' "$2" && cat "$FILES/$1"; } | column -t -s $'\t'
}

rows=200000 into=1000000 seconds=60 plain='' plain_taken=''
while (($#)); do
    case $1 in
    --rows) rows=$2 && shift ;;
    --into) into=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    *) die "usage: bench/guard.sh [--rows N] [--into M] [--seconds S]" ;;
    esac
    shift
done

bench_server "shared_buffers = 1GB" "max_wal_size = 4GB" "max_connections = 50"
need_python bench-driver psycopg==3.2.3 psycopg-binary==3.2.3
mkdir -p "$FILES"

say "generating $((into + rows)) leads (seed $SEED)"
(cd "$ROOT" && cargo run --locked --release --quiet -p leads -- --rows $((into + rows)) --seed "$SEED" --out "$FILES/leads.csv" --truth "$FILES/truth.csv")
sql "$BENCH" postgres -c "create database bench"
sql "$BENCH" bench -c "create extension crm_hygiene"
load_leads "$BENCH" bench "$FILES/leads.csv"
on bench -c "create table incoming as select * from leads where id > $into" -c "delete from leads where id > $into"
# Nobody among these is there already, for the guard that turns such rows away.
on bench -c "create table newcomers as select id, chr(19968 + (id * 7919 % 20000)::int) || chr(19968 + (id * 104729 % 19997)::int) || chr(19968 + (id * 1299709 % 19993)::int) as name,
    upper(left(md5('c' || id), 12)) || ' Ltd' as company, '+8613' || lpad((id * 618033989 % 1000000000)::text, 9, '0') as phone,
    left(md5('u' || id), 14) || '@' || left(md5('d' || id), 14) || '.com' as email, city, null as address, created_at, source from incoming" -c "alter table newcomers add primary key (id)"
on bench -c "vacuum analyze" -c "\\copy incoming to '$FILES/incoming.csv' with (format csv)" -c "\\copy newcomers to '$FILES/newcomers.csv' with (format csv)"
cat >"$FILES/insert.sql" <<'SQL'
\set i :i + 1
\set n :base + :client_id * 5000 + :i
insert into leads select * from newcomers where id = :n;
SQL
cat >"$FILES/soak.sql" <<SQL
\\set n random(1, $POOL)
\\set way random(0, 2)
select try(:n, :way);
SQL

rm -f "$FILES"/*.tsv
say "measuring"
measure "no guard" "" incoming
unguarded=$each
measure "normalise" "'fix'" incoming
measure "list duplicates" "'off', on_duplicate => 'flag'" incoming
measure "normalise, list duplicates" "'fix', on_duplicate => 'flag'" incoming
measure "normalise, turn duplicates away" "'fix', on_duplicate => 'reject'" newcomers
busy $((each - unguarded))

say "soak"
on bench <<'SQL'
create sequence attempts;
create function try(n int, way int) returns void language plpgsql as $$
declare mobile text := '1381' || lpad((n * 37 % 10000000)::text, 7, '0');
begin
    perform nextval('attempts');
    insert into soak (person, name, mobile, email) values (n, '王' || chr(20000 + n) || chr(25000 + n % 71),
        case way when 0 then mobile when 1 then '+86 ' || mobile when 2 then left(mobile, 3) || '-' || substr(mobile, 4, 4) || '-' || right(mobile, 4) end,
        case way when 1 then 'U' || n || '@Mail' || n || '.com' else 'u' || n || '@mail' || n || '.com' end);
exception when unique_violation or serialization_failure then null;
end $$;
SQL
for level in "read committed" "repeatable read" "serializable"; do
    on bench -c "select setval('attempts', 1)" >/dev/null
    soak "$level"
done
say "COPY of $rows leads into a table of $into: processor time of the server, and time until it is committed, as its client waits for it"
print copy.tsv $'guard\tms spent\tµs a row\ttimes\tms waited\tµs a row\ttimes'
say "single inserts into it, prepared, milliseconds"
print latency.tsv $'guard\tclients\tmedian\t99th percentile\tinserts'
say "soak: $CLIENTS clients, $seconds s each, $POOL people, turned away where they are there already"
print soak.tsv $'isolation\ttried\trows\tpeople\tdeadlocks'
say "$(nproc) cores, $("$(bindir "$BENCH")/postgres" --version), $(date -u +%Y-%m-%d)"
