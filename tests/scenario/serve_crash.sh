#!/bin/bash
# The push API through kill -9 of efc serve and crashes of the database: what was answered is there, once; what was not answered can be
# sent again under the same key.
. "$(dirname "$0")/../support/tap.sh"
EFC_TEST_CLUSTER=$scratch/cluster
on_exit 'EFC_CLUSTER=$EFC_TEST_CLUSTER "$source_dir/scripts/db" remove'
fresh_database serve_crash
. "$(dirname "$0")/../support/serve.sh"
cycles=${CYCLES:-5}
RANDOM=${SEED:-7}

database() { EFC_CLUSTER=$EFC_TEST_CLUSTER EFC_DB_FAST=1 "$source_dir/scripts/db" "$1" >/dev/null; }
pause() { sleep "0.$(printf '%03d' $((RANDOM % 900)))"; }
until_sql() { for _ in $(seq 600); do [ "$(sql "$1")" != "$2" ] || return 0; sleep 0.1; done; echo "# never: $1 = $2"; }

serve_start EFC_HTTP_LATER=1
nginx_start
token=$(token_add bank-one submit read)
submit='/v1/submissions?record_kind=merchant_flag'
csv=(-H 'Content-Type: text/csv' --data-binary)
merchants 1 >"$scratch/a.csv"

# ---- kill -9 in the middle of a body ----
merchants 3000 1000 >"$scratch/cut.csv"
(most_seconds=20 ask POST "$submit" -H 'Idempotency-Key: "cut"' --limit-rate 60k "${csv[@]}" "@$scratch/cut.csv") &
sender=$!
sleep 1.5
serve_kill
wait "$sender"
is "$(sql 'SELECT count(*) FROM submission')" 0 "killed in the middle of a body, nothing is stored"
ask POST "$submit" "${csv[@]}" "@$scratch/a.csv"
is "$status $(field status) $(header Retry-After)" "503 503 5" "while it is down nginx answers with 503 and Retry-After"
serve_start EFC_HTTP_LATER=1
ask POST "$submit" -H 'Idempotency-Key: "cut"' "${csv[@]}" "@$scratch/cut.csv"
is "$status $(field accepted)" "201 3000" "sent again under the same key it is taken"
ask POST "$submit" -H 'Idempotency-Key: "cut"' "${csv[@]}" "@$scratch/cut.csv"
is "$status $(field accepted)" "201 3000" "and once more gives the same answer"

# ---- kill -9 and crashes of the database at random moments ----
# Each cycle sends a file until it is answered with 201 or 202, while something dies.
send_until_taken() {
    local cycle=$1
    for _ in $(seq 100); do
        (ask POST "$submit" -H "Idempotency-Key: \"cycle $cycle\"" "${csv[@]}" "@$scratch/cycle$cycle.csv"; echo "$status" >"$scratch/status$cycle")
        [[ $(cat "$scratch/status$cycle") != 20[12] ]] || return 0
        sleep 0.3
    done
}
for cycle in $(seq "$cycles"); do
    merchants 2500 $((cycle * 10000)) >"$scratch/cycle$cycle.csv"
    send_until_taken "$cycle" &
    sender=$!
    pause
    if [ $((cycle % 2)) = 1 ]; then
        serve_kill
        serve_start EFC_HTTP_LATER=1
    else
        database crash
        pause
        database start
    fi
    wait "$sender"
done
is "$(cat "$scratch"/status? | sort -u | tr '\n' ' ' | sed 's/202 //')" "201 " "every file was answered in the end"
until_sql "SELECT count(*) FROM submission WHERE state <> 'done'" 0
is "$(sql "SELECT count(*), count(DISTINCT source_ref), max(revision) FROM record WHERE line > 1 AND source_ref >= 'MF-10000' AND length(source_ref) = 8")" \
    "$((cycles * 2500))|$((cycles * 2500))|$(sql 'SELECT min(revision) FROM record')" "every record is there exactly once"
is "$(sql "SELECT count(*) FROM submission WHERE accepted <> records")" 0 "and was counted once"
run "$EFC" audit verify
is "$code" 0 "the audit log is whole"

# ---- a large submission outlives the process that took it ----
merchants 12000 200000 >"$scratch/large.csv"
ask POST "$submit" -H 'Idempotency-Key: "large"' "${csv[@]}" "@$scratch/large.csv"
is "$status" 202 "a large body is answered with 202"
place=$(header Location)
sleep 0.$((RANDOM % 9))
serve_kill
serve_start EFC_HTTP_LATER=1
until_sql "SELECT count(*) FROM submission WHERE state <> 'done'" 0
ask GET "$place"
is "$status $(field accepted) $(field duplicate)" "200 12000 0" "killed at its work, another process finishes it"

# ---- no database ----
database stop
ask GET /ready
is "$status $(header Retry-After)" "503 5" "without a database it is not ready"
ask POST "$submit" "${csv[@]}" "@$scratch/a.csv"
is "$status $(field type) $(header Retry-After)" "503 urn:efc:problem:unavailable 5" "and answers with 503"
ask GET /health
is "$status" 200 "but lives"
database start
ask GET "$place"
is "$status" 200 "and goes on when the database is back"

# ---- a slow database ----
# A session that keeps a table to itself makes every request wait: each is told to come back, none is lost.
merchants 3 300000 >"$scratch/slow.csv"
psql -X -q -d "$EFC_DB" -c 'BEGIN' -c 'LOCK TABLE submission IN ACCESS EXCLUSIVE MODE' -c 'SELECT pg_sleep(120)' >/dev/null 2>&1 &
holder=$!
until_sql "SELECT count(*) FROM pg_locks WHERE relation = 'submission'::regclass AND mode = 'AccessExclusiveLock' AND granted" 1
for n in 1 2 3 4 5 6; do
    curl -s --max-time 60 --cacert "$scratch/certificates/ca.pem" -o /dev/null -w '%{http_code} %header{retry-after}\n' -H "Authorization: Bearer $token" \
        -H "Idempotency-Key: \"slow $n\"" "${csv[@]}" "@$scratch/slow.csv" "$url$submit" >"$scratch/slow$n" &
    slow[n]=$!
done
wait "${slow[@]}"
is "$(cat "$scratch"/slow[0-9] | sort | uniq -c | sed 's/^ *//')" "6 503 5" "a database that does not answer in time: 503 with Retry-After for each"
ask GET /health
is "$status" 200 "the service lives"
kill "$holder"
sql "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'submission'::regclass AND mode = 'AccessExclusiveLock'" >/dev/null
ask POST "$submit" -H 'Idempotency-Key: "slow 1"' "${csv[@]}" "@$scratch/slow.csv"
is "$status $(field accepted)" "201 3" "and the same request is taken once it answers again"

# ---- memory ----
serve_stop
is "$serve_code" 0 "it stops well after all this"
serve_start EFC_HTTP_LATER=0
peak() { awk '/VmHWM/ { print $2 }' "/proc/$serve_pid/status"; }
merchants 60000 1000000 >"$scratch/m1.csv"
merchants 1000000 2000000 >"$scratch/m2.csv"
psql -X -q -d "$EFC_DB" -c 'SELECT pg_advisory_lock(7134001), pg_sleep(600)' >/dev/null 2>&1 &   # nothing is decoded meanwhile
holder=$!
ask POST "$submit" "${csv[@]}" "@$scratch/m1.csv"
small=$(peak)
most_seconds=120 ask POST "$submit" "${csv[@]}" "@$scratch/m2.csv"
is "$status" 202 "a body of $(($(stat -c %s "$scratch/m2.csv") / 1000000)) MB is taken"
large=$(peak)
kill "$holder"
ok "$([ $((large - small)) -lt 8000 ]; echo $?)" "and takes no more memory than one of $(($(stat -c %s "$scratch/m1.csv") / 1000000)) MB"
diag <<<"peak $small kB, then $large kB"
serve_kill
no_reports
done_testing
