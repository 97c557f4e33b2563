#!/bin/bash
# Ingest is killed at random moments and run again: nothing is lost, nothing is counted twice. Then the database is killed under it.
#   EFC_CYCLES   how often (default 25)
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/traits.sh"
cycles=${EFC_CYCLES:-25}
export EFC_CHUNK_RECORDS=25
RANDOM=${EFC_SEED:-7}
head='source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name,support_email,merchant_url'

# 300 lines: two thirds new, the rest the same again, revisions of earlier files and of this one, and one that is broken.
file() {
    local i n=$1
    echo "$head"
    for i in $(seq 200); do
        echo "F$n-$i,2026-03-01T12:00:00Z,content,412345,M$((i % 40)),Shop $n $((i % 9)),s$((i % 13))@shop.example,https://s$((i % 17)).example/$n"
    done
    for i in $(seq 60); do
        echo "F$n-$i,2026-03-01T12:00:00Z,content,412345,M$((i % 40)),Shop $n $((i % 9)),s$((i % 13))@shop.example,https://s$((i % 17)).example/$n"
    done
    for i in $(seq 19); do
        echo "F$n-$i,2026-03-02T12:00:00Z,content,412345,M$((i % 40 + 1)),Shop changed,c$((i % 13))@shop.example,https://s$((i % 17)).example/c"
    done
    for i in $(seq 20); do
        echo "F$((n - 1))-$((i + 100)),2026-03-03T12:00:00Z,content,412345,M$((i % 40)),Shop later,d$i@shop.example,"
    done
    echo "F$n-broken,2026-03-01T12:00:00Z,content,412345"
}

prepare() {
    fresh_database "$1"
    "$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE
}

ingest() { "$EFC" ingest --partner bank-one --kind merchant_flag "$@"; }
for n in $(seq "$cycles"); do file "$n" >"$scratch/$n.csv"; done

prepare kill_undisturbed
undisturbed=$EFC_DB
started=$(date +%s%N)
for n in $(seq "$cycles"); do ingest "$scratch/$n.csv" 2>/dev/null; done >"$scratch/expected"
each_us=$((($(date +%s%N) - started) / 1000 / cycles))
summary() {
    python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    print(r["sha256"], [r[k] for k in ("records", "accepted", "duplicate", "revised", "quarantined", "warnings", "records_sha256", "problems")])' "$@"
}

# again FILE: runs until there is a receipt
again() {
    local try
    for try in $(seq 60); do # a server process of a killed run may hold its locks for a while on a busy machine
        ingest "$1" 2>"$scratch/err" && return 0
        [ $? = 1 ] && return 0
        sleep 0.5
    done
    diag <"$scratch/err" >&2
    return 1
}

prepare kill_disturbed
killed=0
for n in $(seq "$cycles"); do
    for shot in 1 2; do
        "$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/$n.csv" >"$scratch/out" 2>/dev/null & # not the function: a shell's pid
        pid=$!
        us=$(((RANDOM * 32768 + RANDOM) % (each_us * 11 / 10)))
        sleep "$(printf '%d.%06d' $((us / 1000000)) $((us % 1000000)))"
        if kill -9 "$pid" 2>/dev/null && [ ! -s "$scratch/out" ]; then
            killed=$((killed + 1))
        else
            each_us=$((each_us * 9 / 10)) # runs have become faster than when they were timed
        fi
        wait "$pid" 2>/dev/null
        [ ! -s "$scratch/out" ] || grep -qxFf "$scratch/out" <(again "$scratch/$n.csv")
        [ $? = 0 ] || { ok 1 "a receipt that was given is given again"; break; }
    done
    again "$scratch/$n.csv"
done >"$scratch/got" 2>"$scratch/shell"
diag <"$scratch/shell"
diag <<<"$killed of $((2 * cycles)) runs were cut off"
[ "$killed" -gt "$((cycles / 2))" ]
ok $? "runs were cut off"
summary <"$scratch/expected" >"$scratch/expected.sum"
summary <"$scratch/got" >"$scratch/got.sum"
is "$(wc -l <"$scratch/got.sum")" "$cycles" "each file has its receipt"
cmp -s "$scratch/expected.sum" "$scratch/got.sum"
ok $? "kill -9 at random moments: each receipt counts what an undisturbed run counts"
diff "$scratch/expected.sum" "$scratch/got.sum" | head -4 | cut -c1-300 | diag
same_state "$undisturbed" "$EFC_DB" "kill -9 at random moments: the rows are those of an undisturbed run"
is "$(sql "SELECT count(*) FROM submission WHERE state <> 'done'")" 0 "nothing is left half done"
is "$(sql "SELECT count(*) FROM audit_leaf WHERE action = 'submission.done'")" "$cycles" "each submission has one leaf in the audit log"
is "$(sql "SELECT count(*) FROM submission WHERE problems <> (SELECT count(*) FROM problem p WHERE p.submission_id = submission.submission_id)")" 0 \
    "each problem is on file once"
is "$(sql "SELECT count(*) FROM quarantine")" "$cycles" "each broken line is on file once"

# ---- many files in one run: the next is begun before the one before is committed ----
prepare kill_many
files=()
for n in $(seq "$cycles"); do files+=("$scratch/$n.csv"); done
: >"$scratch/given"
killed=0
for shot in $(seq 10); do
    "$EFC" ingest --partner bank-one --kind merchant_flag "${files[@]}" >"$scratch/out" 2>/dev/null &
    pid=$!
    us=$(((RANDOM * 32768 + RANDOM) % (each_us * 4)))
    sleep "$(printf '%d.%06d' $((us / 1000000)) $((us % 1000000)))"
    kill -9 "$pid" 2>/dev/null && killed=$((killed + 1))
    wait "$pid" 2>/dev/null
    grep -a '}$' "$scratch/out" >>"$scratch/given"
done 2>"$scratch/shell"
diag <<<"$killed of 10 runs of many files were cut off, $(sort -u "$scratch/given" | wc -l) receipts were given"
[ "$killed" -gt 2 ]
ok $? "runs of many files were cut off"
for try in $(seq 60); do
    ingest "${files[@]}" "${files[0]}" "${files[0]}" >"$scratch/got" 2>"$scratch/err"
    [ $? -gt 1 ] || break
    sleep 0.5
done
is "$(tail -2 "$scratch/got" | sort -u)" "$(head -1 "$scratch/got")" "a file that is named again gets the same receipt"
head -"$cycles" "$scratch/got" | summary >"$scratch/got.sum"
cmp -s "$scratch/expected.sum" "$scratch/got.sum"
ok $? "many files: each receipt counts what an undisturbed run counts, in the order of the files"
[ -z "$(grep -vxFf "$scratch/got" "$scratch/given")" ]
ok $? "many files: a receipt that was given is given again"
same_state "$undisturbed" "$EFC_DB" "many files: the rows are those of an undisturbed run"
is "$(sql "SELECT count(*) FROM audit_leaf WHERE action = 'submission.done'")" "$cycles" "many files: each has one leaf in the audit log"

# A file beside itself: the second waits for the first and is not taken twice.
prepare kill_twice
ingest "$scratch/1.csv" "$scratch/1.csv" >"$scratch/twice" 2>/dev/null
is "$(sort "$scratch/twice" | uniq -c | awk '{ print $1 }'):$(sql "SELECT count(*) FROM audit_leaf WHERE action = 'submission.done'")" "2:1" \
    "the same file twice in one run is taken once"

# ---- the database dies under it ----
crashes=4
prepare kill_crash
for n in $(seq "$crashes"); do
    ingest "$scratch/$n.csv" >"$scratch/out" 2>"$scratch/err" &
    pid=$!
    us=$(((RANDOM * 32768 + RANDOM) % each_us))
    sleep "$(printf '%d.%06d' $((us / 1000000)) $((us % 1000000)))"
    EFC_CLUSTER=$EFC_TEST_CLUSTER "$source_dir/scripts/db" crash >/dev/null 2>&1
    wait "$pid"
    echo $? >>"$scratch/codes"
    cat "$scratch/out" >>"$scratch/acknowledged"
    EFC_CLUSTER=$EFC_TEST_CLUSTER EFC_DB_FAST=1 "$source_dir/scripts/db" start >/dev/null 2>&1
    again "$scratch/$n.csv"
done >"$scratch/got"
is "$(grep -cvxE '1|3' "$scratch/codes")" 0 "a run that loses the database ends with exit code 3, or had its receipt"
[ -z "$(grep -vxFf "$scratch/got" "$scratch/acknowledged")" ]
ok $? "a receipt that was given is given again after the crash"
head -"$crashes" "$scratch/expected.sum" >"$scratch/expected.crash"
summary <"$scratch/got" | cmp -s - "$scratch/expected.crash"
ok $? "a crash of the database: each receipt counts what an undisturbed run counts"
is "$(sql "SELECT count(*) FROM (SELECT record_id FROM record WHERE NOT superseded GROUP BY 1 HAVING count(*) > 1) s")" 0 \
    "a crash of the database: no record is in force twice"
done_testing
