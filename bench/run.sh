#!/usr/bin/env bash
# usage: bench/run.sh [--no-peers] [--seed N] [--sets FOLDER] [ROWS…]      (100000 rows where nothing is said)
# Time, peak memory and pairwise quality of crm_dedupe on generated leads, and of others on the same files in the same run; what a run after
# a thousand changes takes, and one with a placeholder in a twentieth of the rows. With --sets, its quality on every file FOLDER/*.csv or
# *.csv.gz that has the columns rec_id and entity_id, rows of one entity being one customer.
# Everything it makes lies in .tools/bench; the tables are printed and kept in .tools/bench/ROWS.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PEERS=(splink==4.0.17 duckdb==2.0.0 goldenmatch==3.22.0)
PATIENCE=${PATIENCE:-900} # seconds after which a peer is given up
SEED=7
FILES=$TOOLS/bench

# record NAME TRUTH FOUND RESULT: one line of the table, from what measure.py and metrics.py say.
record() {
    printf '%s\t%s\t%s\n' "$1" "$(cat "$4")" "$(python3 "$ROOT/bench/metrics.py" "$2" "$3")" >>"$folder/result.tsv"
}

give_up() { printf '%s\t%s\n' "$1" "$2" >>"$folder/result.tsv"; }

measure() { python3 "$ROOT/bench/measure.py" "$@"; }

# on_server NAME DATABASE SQL-FILE: a script in the server, its processes' memory sampled.
on_server() {
    local postmaster
    postmaster=$(head -1 "$BENCH/data/postmaster.pid")
    PGHOST=$(cat "$BENCH/socket") PGPORT=5432 PGUSER=postgres measure "$folder/$1.time" --server "$postmaster" \
        "$(bindir "$BENCH")/psql" -X -q -v ON_ERROR_STOP=1 -d "$2" -f "$3" >"$folder/$1.log"
}

ours() {
    say "crm_dedupe, $rows rows"
    echo "select * from crm_dedupe('leads');" >"$folder/ours.sql"
    on_server ours bench "$folder/ours.sql"
    sql "$BENCH" bench -c "\\copy (select row_id as id, cluster_id from crm_hygiene.duplicates where relation = 'leads'::regclass) to pstdout with (format csv, header)" >"$folder/ours.csv"
    record "crm_hygiene" "$folder/truth.csv" "$folder/ours.csv" "$folder/ours.time"
}

careful() {
    say "careful SQL, $rows rows"
    { cat "$ROOT/bench/peers/careful.sql" && echo "\\copy pairs to '$folder/careful.csv' with (format csv, header)"; } >"$folder/careful.sql"
    on_server careful bench "$folder/careful.sql"
    record "careful SQL" "$folder/truth.csv" "$folder/careful.csv" "$folder/careful.time"
}

# peer NAME SCRIPT: a Python peer in its virtual environment.
peer() {
    local status=0
    say "$1, $rows rows"
    measure "$folder/$2.time" timeout "$PATIENCE" "$TOOLS/bench-venv/bin/python" "$ROOT/bench/peers/$2.py" "$folder/leads.csv" "$folder/$2.csv" >"$folder/$2.log" 2>&1 || status=$?
    case $status in
    0) record "$1" "$folder/truth.csv" "$folder/$2.csv" "$folder/$2.time" ;;
    124) give_up "$1" "no result in $PATIENCE s" ;;
    *) give_up "$1" "failed: $(tail -1 "$folder/$2.log" | cut -c1-60)…" ;;
    esac
}

# The labelled sets of a folder, each as it is, with no configuration.
sets() {
    local file name columns folder=$FILES/sets
    mkdir -p "$folder"
    rm -f "$folder"/*
    printf 'set\trows\tseconds\tprecision\trecall\tF1\tpairs\tlargest group\n' >"$folder/result.tsv"
    sql "$BENCH" postgres -c "drop database if exists sets with (force)" -c "create database sets" 2>/dev/null
    sql "$BENCH" sets -c "create extension crm_hygiene"
    for file in "$1"/*.csv "$1"/*.csv.gz; do
        name=$(basename "${file%.gz}" .csv)
        columns=$(python3 "$ROOT/bench/labelled.py" "$file" "$folder/rows.csv" "$folder/truth.csv") || continue
        sql "$BENCH" sets -c "create table \"$name\" ($columns, primary key (rec_id))"
        sql "$BENCH" sets -c "\\copy \"$name\" from pstdin with (format csv, header)" <"$folder/rows.csv"
        sql "$BENCH" sets -At -F $'\t' -c "set client_min_messages = warning" -c "select row_count, round(extract(epoch from elapsed), 1) from crm_dedupe('\"$name\"')" >"$folder/run.tsv"
        sql "$BENCH" sets -c "\\copy (select row_id, cluster_id from crm_hygiene.duplicates where relation = '\"$name\"'::regclass) to pstdout with (format csv, header)" >"$folder/found.csv"
        printf '%s\t%s\t%s\n' "$name" "$(cat "$folder/run.tsv")" "$(python3 "$ROOT/bench/metrics.py" "$folder/truth.csv" "$folder/found.csv")" >>"$folder/result.tsv"
    done
    say "labelled sets of $1"
    column -t -s $'\t' "$folder/result.tsv"
}

table() {
    {
        printf 'who\tseconds\tpeak MB\tprecision\trecall\tF1\tpairs\tlargest group\n'
        cat "$folder/result.tsv"
    } | column -t -s $'\t'
}

# The share of the true pairs that each finds, by what was done to their rows.
slices() {
    local contender found=()
    for contender in crm_hygiene=ours careful=careful splink=splink_leads goldenmatch=goldenmatch_leads; do
        [[ ! -s $folder/${contender#*=}.csv ]] || found+=("${contender%%=*}=$folder/${contender#*=}.csv")
    done
    python3 "$ROOT/bench/slices.py" "$folder/leads.csv" "$folder/truth.csv" "${found[@]}" | tee "$folder/slices.tsv" | column -t -s $'\t'
}

run_size() {
    local rows=$1 folder=$FILES/$1
    mkdir -p "$folder"
    rm -f "$folder"/{result,slices}.tsv "$folder"/*.csv
    say "generating $rows leads (seed $SEED)"
    (cd "$ROOT" && cargo run --locked --release --quiet -p leads -- --rows "$rows" --seed "$SEED" --out "$folder/leads.csv" --truth "$folder/truth.csv" --with-slices)
    sql "$BENCH" postgres -c "drop database if exists bench with (force)" -c "create database bench" 2>/dev/null
    sql "$BENCH" bench -c "create extension crm_hygiene"
    load_leads "$BENCH" bench "$folder/leads.csv"
    sql "$BENCH" bench -c "vacuum leads" -c "checkpoint"
    ours
    careful
    # Before the peers, who leave nothing of the tables in the system's cache: what a full run had at hand.
    say "after changes, and with a placeholder"
    sql "$BENCH" bench -c checkpoint
    sql "$BENCH" bench -f "$ROOT/bench/changes.sql" | tee "$folder/changes.txt"
    if ((peers)); then
        peer "Splink 4.0.17" splink_leads
        peer "goldenmatch 3.22.0" goldenmatch_leads
    fi
    say "$rows leads, $(nproc) cores, $("$(bindir "$BENCH")/postgres" --version), $(date -u +%Y-%m-%d)"
    table
    say "recall by slice"
    slices
    say "after changes, and with a placeholder"
    cat "$folder/changes.txt"
}

peers=1 sizes=() sets=''
while (($#)); do
    case $1 in
    --no-peers) peers=0 ;;
    --seed) SEED=$2 && shift ;;
    --sets) sets=$(cd "$2" && pwd) && shift ;;
    *[!0-9]*) die "usage: bench/run.sh [--no-peers] [--seed N] [--sets FOLDER] [ROWS…]" ;;
    *) sizes+=("$1") ;;
    esac
    shift
done
((${#sizes[@]})) || sizes=(100000)

((!peers)) || need_python bench-venv "${PEERS[@]}"
# The settings of a small server of its own; everything else as PostgreSQL ships it.
bench_server "max_wal_size = 4GB" "work_mem = 64MB" "maintenance_work_mem = 256MB"
[[ -z $sets ]] || sets "$sets"
for rows in "${sizes[@]}"; do run_size "$rows"; done
