#!/usr/bin/env bash
# usage: tests/clusters.sh SANDBOX SAMPLE.csv
# The clusters are the same with 0, 2 and 4 parallel workers and in any physical order of the rows. Prints what they are, as a
# digest, so that majors can be compared.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1 sample=$2
query() { sql "$sandbox" clusters -At -c "set client_min_messages = warning" "$@"; }

sql "$sandbox" postgres -c "drop database if exists clusters with (force)" -c "create database clusters" 2>/dev/null
sql "$sandbox" clusters -c "create extension crm_hygiene"
load_leads "$sandbox" clusters "$sample"
query -c "create table shuffled (like leads including all)" -c "insert into shuffled select * from leads order by md5(id::text)" >/dev/null

# clusters_of TABLE WORKERS: what crm_dedupe finds in the table, as a digest. Rolled back, so that the next run fits its model anew.
clusters_of() {
    query -c "set max_parallel_workers_per_gather = $2" -c "set min_parallel_table_scan_size = 0" -c "set parallel_setup_cost = 0" \
        -c "set parallel_tuple_cost = 0" -c "begin" -c "select from crm_dedupe('$1', full => true)" \
        -c "select md5((select string_agg(row(row_id, cluster_id, is_primary, confidence)::text, ',' order by row_id collate \"C\")
                        from crm_hygiene.cluster_member where relation = '$1'::regclass) ||
                       (select string_agg(row(row_a, row_b, decision, weight, rule)::text, ',' order by row_a collate \"C\", row_b collate \"C\")
                        from crm_hygiene.pair where relation = '$1'::regclass))" | grep -E '^[0-9a-f]{32}$'
}

first=
for table in leads shuffled; do
    for workers in 0 2 4; do
        digest=$(clusters_of "$table" "$workers")
        [[ $digest == "${first:=$digest}" ]] || die "other clusters: $table, $workers workers"
        echo "same clusters: $table, $workers workers"
    done
done
echo "clusters $first"
