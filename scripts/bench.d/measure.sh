# measure.sh: what the benchmarks share. Source it; scripts/bench has built the program and made the folder before.
# shellcheck shell=bash

BENCH_ROOT=${BENCH_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
BENCH_VAR=${BENCH_VAR:-$BENCH_ROOT/var/bench}
BUILD=$BENCH_ROOT/build/release
EFC=$BUILD/efc
export EFC_CLUSTER=$BENCH_VAR/db

say() { echo "bench: $*" >&2; }

# The cluster, and how to reach its database NAME.
cluster_start() { bench_url=$("$BENCH_ROOT/scripts/db" start); trap '"$BENCH_ROOT/scripts/db" remove' EXIT; }
database_url() { echo "${bench_url/dbname=efc/dbname=$1}"; }

# A new database with the schema of the program.
database_new() {
    database_drop "$1"
    psql -X -d "$bench_url" -qc "CREATE DATABASE $1"
    "$EFC" db init --db "$(database_url "$1")" >/dev/null 2>&1
}
database_drop() { psql -X -d "$bench_url" -qc "SET client_min_messages = error" -c "DROP DATABASE IF EXISTS $1"; }

# sql DATABASE STATEMENT
sql() { psql -X -d "$(database_url "$1")" -qtA -v ON_ERROR_STOP=1 -c "$2"; }

# measure COMMAND…: sets $seconds, $cpu_seconds and $peak_mb of the command alone. A result code of 1 is an answer (lines in quarantine).
# shellcheck disable=SC2034 # read by the benchmarks
measure() {
    local code=0
    /usr/bin/time -o "$BENCH_VAR/time" -f '%e %M %U %S' "$@" >"$BENCH_VAR/stdout" 2>"$BENCH_VAR/stderr" || code=$?
    [ "$code" -le 1 ] || { say "'$*' ended with $code:"; tail -5 "$BENCH_VAR/stderr" >&2; exit 3; }
    read -r seconds peak_mb cpu_seconds < <(tail -1 "$BENCH_VAR/time" | awk '{ printf "%.2f %.0f %.2f\n", $1, $2 / 1024, $3 + $4 }')
}

# The best of three: what else runs on the machine only ever adds.
measure_best() {
    local best_seconds='' best_mb=0
    for _ in 1 2 3; do
        measure "$@"
        if [ -z "$best_seconds" ] || awk "BEGIN { exit !($seconds < $best_seconds) }"; then best_seconds=$seconds best_mb=$peak_mb; fi
    done
    seconds=$best_seconds peak_mb=$best_mb
}

# world FLAGS SEED [OPTION…]: writes the made-up world, sets $world.
world_make() {
    world=$BENCH_VAR/world
    rm -rf "$world"
    "$BUILD/efc-world" --out "$world" --flags "$1" --seed "$2" "${@:3}" 2>"$BENCH_VAR/world.txt"
}

# The values that are no hubs, found as the program finds them.
hub_pairs=4096
hubless="SELECT bucket, hash, kind, value
  FROM (SELECT bucket, hash, kind, value, count(DISTINCT endpoint_id) AS n FROM endpoint_trait GROUP BY 1, 2, 3, 4) e
  JOIN (SELECT bucket, hash, kind, value, count(DISTINCT site_id) AS n FROM site_trait GROUP BY 1, 2, 3, 4) s
 USING (bucket, hash, kind, value)
 WHERE e.n * s.n <= $hub_pairs"

# bare_join DATABASE: the join of endpoint and site traits, grouped by pair, in the server. Values that are hubs are left out, as the program
# leaves them out, and are found first, as the program finds them; without that it would not end. Sets $join_seconds, and $told_seconds:
# when it is told beforehand which they are. Each the best of three.
# shellcheck disable=SC2034 # read by the benchmarks
bare_join() {
    local url
    url=$(database_url "$1")
    sql "$1" "CREATE TABLE usable AS $hubless; ANALYZE usable; ANALYZE endpoint_trait; ANALYZE site_trait"
    measure_best psql -X -q -v ON_ERROR_STOP=1 -d "$url" -c "
        CREATE TEMP TABLE pair AS SELECT e.endpoint_id, s.site_id, count(*)
          FROM endpoint_trait e JOIN site_trait s USING (bucket, hash, kind, value) JOIN usable u USING (bucket, hash, kind, value)
         GROUP BY 1, 2"
    told_seconds=$seconds
    measure_best psql -X -q -v ON_ERROR_STOP=1 -d "$url" -c "CREATE TEMP TABLE found AS $hubless"
    join_seconds=$(calc "$told_seconds + $seconds")
    sql "$1" "DROP TABLE usable"
}

# growth SECONDS BEFORE SIZE SIZE_BEFORE: how the time grows when the size doubles
growth() {
    [ -n "$2" ] || { echo -; return; }
    calc "exp(log($1 / $2) / (log($3 / $4) / log(2)))"
}

ingest() { measure "$EFC" ingest --db "$(database_url "$1")" --create-partners --manifest "$world/manifest.json"; }

# ---- psql \copy, the measure of ingest ----

stored_tables=(record endpoint site endpoint_trait site_trait)

# What ingest left in the database.
export_rows() {
    local table
    for table in "${stored_tables[@]}"; do
        psql -X -d "$(database_url bench)" -qc "\\copy $table TO '$BENCH_VAR/$table.copy'"
    done
}

# The same rows into empty tables with the same indexes, one transaction, as a person with psql would. Sets $seconds.
copy_rows() {
    local table script=$BENCH_VAR/copy.sql
    database_new bench_copy
    { echo 'BEGIN;'; for table in "${stored_tables[@]}"; do echo "\\copy $table FROM '$BENCH_VAR/$table.copy'"; done; echo 'COMMIT;'; } >"$script"
    measure psql -X -q -v ON_ERROR_STOP=1 -d "$(database_url bench_copy)" -f "$script"
    database_drop bench_copy
}
rows_remove() { rm -f "$BENCH_VAR"/*.copy; }

# ----

calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }

# "20k" -> 20000, "1M" -> 1000000
number_of() { sed -E 's/[kK]$/000/; s/M$/000000/' <<<"$1"; }
