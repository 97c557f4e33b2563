#!/bin/bash
# While one chunk is being committed, the next one's traits are written as far as they have nothing to do with it; who waits in a circle then
# is found by the database, and what is written is what one after the other would have written.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
fresh_database turns
. "$(dirname "${BASH_SOURCE[0]}")/../support/serve.sh"
cd "$scratch" || exit 3
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE

flags() { # NAME FIRST LAST
    echo source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name,support_email
    for i in $(seq "$2" "$3"); do echo "$1-$i,2026-03-01T12:00:00Z,content,412345,M$i,Star $i,help@star$i.example"; done
}
flags before 1 60 >before.csv
flags first 1 31 >first.csv
flags second 31 60 >second.csv # one merchant is in both
take() { "$EFC" ingest --partner bank-one --kind merchant_flag "$@" 2>err >out; }
take before.csv
traits() { sql "SELECT md5(string_agg(t::text, '|' ORDER BY t::text COLLATE \"C\")) FROM endpoint_trait t"; }
endpoint_of() { sql "SELECT endpoint_id FROM record WHERE source_ref = '$1'"; }

# until SENTENCE STATEMENT: it becomes true
until_true() {
    local i
    for i in $(seq 300); do [ "$(sql "$2")" = t ] && break; sleep 0.1; done
    ok "$([ "$i" -lt 300 ]; echo $?)" "$1"
}

# Who holds the head of the audit log keeps the first file from being committed, its traits written.
coproc OTHER { psql -X -qtA -d "$EFC_DB" 2>&1; }
# shellcheck disable=SC2153 # bash sets OTHER_PID
on_exit "kill $OTHER_PID 2>/dev/null"
say() { echo "$1" >&"${OTHER[1]}"; }
# hear PATTERN: reads answers until one is like it
hear() { while read -r -t 30 answer <&"${OTHER[0]}"; do [[ ! $answer =~ $1 ]] || return 0; done; }
say 'BEGIN; SELECT FROM audit_head FOR UPDATE; SELECT 1;'
hear '^1$'
take first.csv second.csv &
taking=$!
until_true "the second file waits in the database for the first" "SELECT count(*) = 1 FROM pg_locks WHERE classid = 7134 AND NOT granted"
alone=$(endpoint_of before-45) shared=$(endpoint_of before-31)
is "$(sql "SELECT count(*) FROM (SELECT FROM changed_endpoint WHERE endpoint_id = '$alone' FOR UPDATE SKIP LOCKED) x")" 0 \
    "it holds a merchant that is in the second file alone"
is "$(sql "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'endpoint_trait' AND l.mode = 'RowExclusiveLock'")" 2 \
    "both write traits"
is "$(sql "SELECT count(*) FROM record WHERE source_ref LIKE 'first%' OR source_ref LIKE 'second%'")" 0 "nothing of either is to be seen yet"
say "UPDATE changed_endpoint SET endpoint_id = endpoint_id WHERE endpoint_id = '$alone';"
say '\echo answered'
hear '^answered$'
is "$answer" answered "where somebody waits for the second while the first waits for him, one of the three gives way"
say 'ROLLBACK;'
wait $taking
is "$?" 0 "both files are then taken"
is "$(grep -c '"receipt_id"' out)" 2 "each with its receipt"
is "$(sql "SELECT max(records) FROM endpoint_trait WHERE endpoint_id = '$shared'")" 3 "the merchant that is in both is counted with both"
right=$(traits)
sql "UPDATE derivation SET version = 1" >/dev/null
"$EFC" db migrate >/dev/null 2>&1
is "$(traits)" "$right" "the traits are what deriving all of them gives, to the byte"

# ---- where others write, too, nobody goes ahead ----
flags third 1 20 >third.csv
flags fourth 40 60 >fourth.csv
say 'BEGIN; SELECT pg_advisory_xact_lock_shared(7134001); SELECT FROM audit_head FOR UPDATE; SELECT 2;'
hear '^2$'
take third.csv fourth.csv &
taking=$!
until_true "the third file waits for the head of the audit log" "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"
until_true "the fourth has written its records" "SELECT count(*) = 2 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'record' AND l.mode = 'RowExclusiveLock'"
sleep 1
is "$(sql "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'endpoint_trait' AND l.mode = 'RowExclusiveLock'")" 1 \
    "but no traits while another session writes"
say 'ROLLBACK;'
wait $taking
is "$?" 0 "and is taken once the third is"

# ---- the chunks of a body ----
serve_start EFC_CHUNK_RECORDS=30
token=$(token_add bank-one submit)
flags fifth 1 60 >fifth.csv
say "BEGIN; SELECT 3 FROM changed_endpoint WHERE endpoint_id = '$(endpoint_of before-5)' FOR UPDATE;"
hear '^3$'
curl -s -o answer -w '%{http_code}' --unix-socket "$socket" -H "Authorization: Bearer $token" -H 'Content-Type: text/csv' --data-binary @fifth.csv \
    'http://efc/v1/submissions?record_kind=merchant_flag' >status &
posting=$!
until_true "of a body, too, the next chunk's records are written while the traits of the one before wait" \
    "SELECT count(*) = 2 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'record' AND l.mode = 'RowExclusiveLock'"
say 'ROLLBACK;'
wait $posting
is "$(cat status) $(grep -o '"accepted":60' answer)" '201 "accepted":60' "and all of it is taken"
right=$(traits)
sql "UPDATE derivation SET version = 1" >/dev/null
"$EFC" db migrate >/dev/null 2>&1
is "$(traits)" "$right" "with the traits that deriving all of them gives"
serve_stop
done_testing
