#!/bin/bash
# PostgreSQL dies, again and again, while approved requests are delivered: each reaches its partner at least once, always under its one key,
# takes effect once, and has one outcome on file.
#   EFC_CYCLES   how many crashes (default 5)
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
# shellcheck source=tests/support/request.sh
. "$source_dir/tests/support/request.sh"
fresh_database deliver_crash
crashes=${EFC_CYCLES:-5}
RANDOM=${EFC_SEED:-11}
requests=40
export EFC_DELIVER_SLOTS=2 EFC_DELIVER_TIMEOUT=2 EFC_DELIVER_WAIT=60 EFC_DELIVER_MOST_WAIT=600 EFC_DELIVER_ATTEMPTS=100

partner_start quick --tolerance 0
partner_start lossy --tolerance 0 --behaviour drop,503,drop,wrong,503x2,drop
for name in quick lossy; do
    partner_add "$name"
    sellers "$name" $((requests / 2))
done
export EFC_CLOCK=2030-01-07T12:00:00Z
propose_all >/dev/null
# release COUNT: two people approve so many more
release() { for id in $(sql "SELECT request_id FROM request WHERE state = 'draft' ORDER BY md5(request_id::text) LIMIT $1"); do approve "$id"; done; }

seen() { cat "$scratch"/quick.journal "$scratch"/lossy.journal 2>/dev/null | wc -l; }
left() { sql "SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending')"; }
minutes=0
later() { # an hour later; who died in flight has no lease any more
    minutes=$((minutes + 60))
    EFC_CLOCK=$(date -u -d "2030-01-07 12:00 UTC + $minutes minutes" +%FT%TZ)
    sql "UPDATE outbox SET lease_until = clock_timestamp() - interval '1 s' WHERE state = 'sending'"
}

cut=0
for _ in $(seq "$crashes"); do
    later
    release $((requests / crashes))
    until=$(($(seen) + 1 + RANDOM % 4))
    "$EFC" deliver --once >/dev/null 2>>"$scratch/deliver.log" &
    sender=$!
    for _ in $(seq 400); do
        if [ "$(seen)" -ge "$until" ] || ! kill -0 "$sender" 2>/dev/null; then break; fi
        sleep 0.005
    done
    EFC_CLUSTER=$EFC_TEST_CLUSTER "$source_dir/scripts/db" crash >/dev/null 2>&1
    wait "$sender"
    code=$?
    [ "$code" = 0 ] || cut=$((cut + 1))
    echo "$code" >>"$scratch/codes"
    EFC_CLUSTER=$EFC_TEST_CLUSTER EFC_DB_FAST=1 "$source_dir/scripts/db" start >/dev/null 2>&1
done
is "$(grep -cvxE '0|3' "$scratch/codes")" 0 "a sender that loses the database ends with exit code 3"
ok "$((cut == 0))" "senders were cut off in the middle ($cut of $crashes)"
release "$requests"
is "$(sql "SELECT count(*) FROM request_approval WHERE approval_number = 2")" "$requests" "all requests are released"
for _ in $(seq 12); do
    [ "$(left)" != 0 ] || break
    later
    "$EFC" deliver --once >/dev/null 2>>"$scratch/deliver.log"
done
is "$(left)" 0 "senders that nothing disturbs finish the work"

# ---- what the partners saw ----
journal_ids() { sed -E 's/.*"webhook_id":"([^"]*)".*/\1/' "$scratch/quick.journal" "$scratch/lossy.journal" | sort; }
diag <<<"$(seen) messages for $requests requests"
is "$(journal_ids | uniq | md5sum)" "$(sql "SELECT idempotency_key FROM outbox ORDER BY idempotency_key::text" | sort | md5sum)" \
    "each request reached its partner, under its own key and no other"
is "$(cat "$scratch"/{quick,lossy}.journal | grep '"effect":true' | sed -E 's/.*"webhook_id":"([^"]*)".*/\1/' | sort | uniq -c | awk '$1 == 1' | wc -l)" \
    "$requests" "each took effect exactly once"

# ---- what is on file ----
is "$(sql "SELECT count(*) FROM request WHERE state = 'acknowledged'") $(sql "SELECT count(*) FROM request_event WHERE to_state = 'acknowledged'")" \
    "$requests $requests" "each request is acknowledged, once"
is "$(sql "SELECT count(*) FROM (SELECT outbox_id FROM delivery_attempt WHERE outcome = 'received' GROUP BY 1 HAVING count(*) = 1) o")" "$requests" \
    "one attempt of each has the partner's receipt"
is "$(sql "SELECT count(*) FROM delivery_attempt WHERE outcome IS NULL")" 0 "and no attempt is left without an outcome"
journal_ids | uniq -c | awk '{ print $2 "," $1 }' >"$scratch/messages"
sql "SELECT idempotency_key || ',' || count(*) FROM outbox JOIN delivery_attempt USING (outbox_id) GROUP BY idempotency_key" | sort >"$scratch/attempts"
is "$(join -t, "$scratch/messages" "$scratch/attempts" | awk -F, '$2 > $3')" "" "an attempt was on file before each message that a partner saw"
run "$EFC" audit verify --format csv
is "$code" 0 "the log is whole"
done_testing
