#!/bin/bash
# Partners send without pause while everything under them dies, at random moments: each acknowledged record is there exactly once. The
# same with bugs that lose or repeat what was acknowledged: the checker finds them.
#   CYCLES   faults (default 100)     SEED   of the random choices
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/faults.sh"
RANDOM=${SEED:-$$}
cycles=${CYCLES:-100}
diag <<<"seed ${SEED:-$$}"

faults_begin
read -ra kinds < <(fault_kinds)
[ -n "$faults_mounted" ] || skip "a full disk" "no small disk can be mounted here"
for cycle in $(seq "$cycles"); do
    pause 500
    kind=${kinds[cycle % ${#kinds[@]}]}
    "fault_$kind"
    serve_lives || serve_again
done
faults_end
ok $? "after $cycles faults every submission was acknowledged"
run check_journals
is "$out" "" "each acknowledged record is there exactly once, and its receipt, its leaf, its traits, its broken lines"
diag <<<"${err#\# }"
run "$EFC" audit verify --format csv
is "$code:$out" "0:table,id,finding" "the audit log and all that it speaks of are in order"
no_reports

# ---- it can fail ----

receipts() { cat "$faults_dir"/*.journal 2>/dev/null | grep -c '"receipt"'; }

# Until some receipts have come since the last fault, however slow the machine is.
receipts_come() {
    local before
    before=$(receipts)
    for _ in $(seq 200); do [ "$(receipts)" -lt $((before + 4)) ] || return 0; sleep 0.1; done
}

# seeded_run WHAT PATTERN FAULT…: with the bug the checker says what the pattern says
seeded_run() {
    local what=$1 pattern=$2 kind
    shift 2
    for kind in "$@"; do
        receipts_come
        "fault_$kind"
        serve_lives || serve_again
    done
    faults_end >/dev/null
    run check_journals
    ok "$([ "$code" = 1 ] && grep -qE "$pattern" <<<"$out"; echo $?)" "the checker finds $what"
    diag <<<"$out"
    faults_over
}

seeded=$EFC_BUILD/tests/efc_seed_early_receipt
faults_begin "$seeded"
psql -X -q -d "$EFC_DB" -c "ALTER SYSTEM SET wal_writer_delay = '10s'" -c 'SELECT pg_reload_conf()' >/dev/null
seeded_run "receipts that are given before their transaction is durable" 'acknowledged records are not there|receipts have no leaf in the log' database database database database

seeded=$EFC_BUILD/tests/efc_seed_no_dedup
faults_begin "$seeded"
seeded_run "records that are taken twice" 'records are there more than once' serve

seeded=$EFC_BUILD/tests/efc_seed_cursor_outside
faults_begin "$seeded"
seeded_run "a position that is committed without its data" 'acknowledged records are not there' serve ingest serve database serve ingest
seeded=
done_testing
