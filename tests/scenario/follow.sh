#!/bin/bash
# efc correlate --follow: a link is there soon after the receipt, through restarts and crashes of the database, until SIGTERM.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"

fresh_database follow
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE >/dev/null
"$EFC" partner add hotline --name 'Hotline' --kind hotline --country NL >/dev/null
"$EFC" correlate --follow --format csv >"$scratch/rows" 2>"$scratch/log" &
follower=$!
on_exit "kill -9 $follower 2>/dev/null"

# flag N: a merchant and a site that belong together
flag() {
    printf 'source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_url\nF%s,2026-03-01T12:00:00Z,content,412345,M%s,https://shop%s.example/\n' "$1" "$1" "$1" |
        "$EFC" ingest --partner bank-one --kind merchant_flag - >/dev/null 2>&1 &&
        printf 'source_ref,reported_at,url\nR%s,2026-03-01T12:00:00Z,https://shop%s.example/\n' "$1" "$1" |
        "$EFC" ingest --partner hotline --kind site_report - >/dev/null 2>&1
}

# linked N: waits until so many links are there, at most 15 s
linked() {
    for _ in $(seq 150); do [ "$(sql 'SELECT count(*) FROM link' 2>/dev/null)" = "$1" ] && return 0; sleep 0.1; done
    return 1
}
cluster() { EFC_CLUSTER=$EFC_TEST_CLUSTER EFC_DB_FAST=1 "$source_dir/scripts/db" "$@" >/dev/null 2>&1; }

flag 1
linked 1
ok $? "what is ingested is linked without being asked"
flag 2
linked 2
ok $? "and so is what comes later"
"$EFC" link confirm payto://card-acceptor/412345/M2 shop2.example --reason 'seen at the till' >/dev/null
for _ in $(seq 100); do [ "$(sql "SELECT count(*) FROM changed_endpoint")" = 0 ] && break; sleep 0.1; done
is "$(sql "SELECT count(*) FROM changed_endpoint")" 0 "a decision is taken up though nothing is ingested"

cluster stop
sleep 1
kill -0 $follower 2>/dev/null
ok $? "it outlives a database that stops"
cluster start
flag 3
linked 3
ok $? "and goes on when the database is there again"
cluster crash
cluster start
flag 4
linked 4
ok $? "also after a crash"
like "$(cat "$scratch/log")" '"event":"correlate_interrupted"' "the log says that it was interrupted"
[ "$(grep -c '^no,' "$scratch/rows")" -ge 3 ]
ok $? "a row is printed for each run that had something to do"
is "$(grep -c '^no,0,0' "$scratch/rows")" 0 "and none for those that had nothing to do"

kill -TERM $follower
for _ in $(seq 50); do kill -0 $follower 2>/dev/null || break; sleep 0.1; done
wait $follower
is "$?" 0 "SIGTERM ends it cleanly"
is "$(sql "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE l.locktype = 'advisory'")" 0 \
    "and no lock is left"
run "$EFC" correlate --follow --db 'host=/nowhere.invalid dbname=x'
is "$code" 3 "a database that cannot be reached at the start is an error"
run "$EFC" correlate --stages --format csv
is "$(cut -d, -f1 <<<"$out" | tr '\n' ' ')" "stage take settle find score write hop reemerge programme " "the stages of a run can be printed"
done_testing
