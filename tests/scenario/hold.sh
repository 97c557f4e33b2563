#!/bin/bash
# A hold wins every race: before approval, in the waiting time, in the outbox, in flight, after a sender's death, and against many at once.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/request.sh"
fresh_database hold
partner_start payone --tolerance 0
partner_add payone
sellers payone 9
propose_all >/dev/null

hold() { "$EFC" hold add "payto://wallet/$1" --authority police-one --reason 'case 7' --until "${2:-2099-12-31}" --actor inspector; }

# ---- before anything is approved ----
first=$(request_of payone/seller1)
run hold payone/seller1
is "$code" 0 "a hold is placed on an endpoint with a draft"
like "$out" 'hold 1 is effective' "and is effective at once: nothing is in flight"
approve "$first"
is "$(state "$first")" le_hold "an approved request goes to le_hold"
deliver >/dev/null
is "$(journal payone .)" 0 "nothing leaves"
run "$EFC" request release "$first" --authority payone --actor eve
is "$code" 1 "nobody releases it past the hold"
run "$EFC" hold release 1 --actor inspector
is "$code" 0 "the hold is released"
deliver >/dev/null
is "$(state "$first") $(journal payone .)" "acknowledged 1" "then the request goes on"
run "$EFC" hold release 1 --actor inspector
is "$code" 1 "a hold is released once"

# ---- in the outbox ----
second=$(request_of payone/seller2)
approve "$second"
hold payone/seller2 >/dev/null
is "$(state "$second") $(outbox "$second")" "le_hold held" "a hold stops what waits in the outbox"
hold payone/seller2 2031-01-01 >/dev/null
deliver >/dev/null
is "$(journal payone .)" 1 "nothing leaves"
"$EFC" hold release 2 --actor inspector >/dev/null
deliver >/dev/null
is "$(state "$second") $(journal payone .)" "le_hold 1" "with two holds the end of one changes nothing"
EFC_CLOCK=2031-01-01T23:59:59Z deliver >/dev/null
is "$(state "$second")" le_hold "a hold covers its last day"
EFC_CLOCK=2031-01-02T00:00:00Z deliver >/dev/null
is "$(state "$second") $(journal payone .)" "acknowledged 2" "and ends with it"

# ---- bad input ----
run "$EFC" hold add payto://wallet/payone/unseen --authority police-one --reason x --until 2099-12-31 --actor inspector
is "$code" 0 "an endpoint need not be known"
run "$EFC" hold add payto://wallet/payone/seller3 --authority police-one --reason x --until 2020-01-01 --actor inspector
is "$code" 1 "a hold that has ended already is refused"
run "$EFC" hold add payto://wallet/payone/seller3 --authority police-one --reason x --until soon --actor inspector
is "$code" 2 "a date that is none is wrong usage"
run "$EFC" hold add payto://wallet/payone/seller3 --authority police-one --reason "" --until 2099-01-01 --actor inspector
is "$code" 1 "a hold needs a reason"
run "$EFC" hold add "no endpoint" --authority police-one --reason x --until 2099-01-01 --actor inspector
is "$code" 2 "what is no endpoint is wrong usage"
run "$EFC" hold wait 999
is "$code" 1 "an unknown hold is an error"
run "$EFC" hold list --format csv
is "$(wc -l <<<"$out")" 3 "the list shows those that have not ended"
run "$EFC" hold list --all --format csv
is "$(wc -l <<<"$out")" 5 "and with --all the others"

# ---- in flight: the hold waits ----
partner_start slow --tolerance 0 --behaviour hang
partner_add slow
sellers slow 1
propose_all >/dev/null
third=$(request_of slow/seller1)
approve "$third"
deliver >/dev/null &
sender=$!
for _ in $(seq 60); do [ "$(journal slow .)" = 0 ] || break; sleep 0.05; done
hold slow/seller1 >"$scratch/hold.out" 2>"$scratch/hold.err" &
holder=$!
sleep 0.7
like "$(cat "$scratch/hold.out")" 'is placed' "a hold during a delivery is placed at once"
unlike "$(cat "$scratch/hold.out")" 'effective' "but not effective while a byte may still leave"
wait "$holder"
like "$(cat "$scratch/hold.out")" 'effective' "it is when the delivery has been settled"
wait "$sender"
is "$(state "$third") $(outbox "$third")" "le_hold held" "what was not confirmed is held, not sent again"
EFC_CLOCK=2090-01-01T00:00:00Z deliver >/dev/null
is "$(journal slow .)" 1 "however much later"

# ---- the sender dies in flight ----
partner_start dying --tolerance 0 --behaviour hang
partner_add dying
sellers dying 1
propose_all >/dev/null
fourth=$(request_of dying/seller1)
approve "$fourth"
EFC_DELIVER_TIMEOUT=1 "$EFC" deliver >/dev/null 2>&1 &
sender=$!
for _ in $(seq 60); do [ "$(journal dying .)" = 0 ] || break; sleep 0.05; done
kill -9 "$sender"
wait "$sender" 2>/dev/null
run hold dying/seller1
is "$code" 0 "a hold over a dead sender becomes effective"
is "$(sql "SELECT outcome FROM delivery_attempt JOIN outbox USING (outbox_id) WHERE request_id = $fourth")" unknown "its delivery is settled as unknown"
EFC_CLOCK=2090-01-01T00:00:00Z deliver >/dev/null
is "$(journal dying .) $(state "$fourth")" "1 le_hold" "and never sent past the hold"

# ---- a sender loses its database in flight: it may still send, so its lease counts ----
partner_start cut --tolerance 0 --behaviour hang
partner_add cut
sellers cut 1
propose_all >/dev/null
sixth=$(request_of cut/seller1)
approve "$sixth"
EFC_DELIVER_TIMEOUT=2 "$EFC" deliver >/dev/null 2>&1 &
sender=$!
for _ in $(seq 60); do [ "$(journal cut .)" = 0 ] || break; sleep 0.05; done
sql "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN outbox ON (l.classid::bigint << 32 | l.objid::bigint) = claimed_by WHERE locktype = 'advisory'" >/dev/null
timeout 1 "$EFC" hold add payto://wallet/cut/seller1 --authority police-one --reason x --until 2099-12-31 >"$scratch/hold.out" 2>/dev/null
unlike "$(cat "$scratch/hold.out")" effective "a hold is not effective while a sender without its database may still send"
wait "$sender"
is "$?" 3 "the sender says that the database is gone"
run "$EFC" hold wait "$(sql "SELECT max(hold_id) FROM hold")"
like "$out" effective "after its lease the hold is"
is "$(sql "SELECT outcome FROM delivery_attempt JOIN outbox USING (outbox_id) WHERE request_id = $sixth") $(state "$sixth")" "unknown le_hold" \
    "and what was in flight is settled as unknown"

# ---- a sender that hangs on to its claim is waited for, and an interrupted hold stands ----
partner_start stopped --tolerance 0 --behaviour hang
partner_add stopped
sellers stopped 1
propose_all >/dev/null
fifth=$(request_of stopped/seller1)
approve "$fifth"
EFC_DELIVER_TIMEOUT=1 "$EFC" deliver >/dev/null 2>&1 &
sender=$!
for _ in $(seq 60); do [ "$(journal stopped .)" = 0 ] || break; sleep 0.05; done
kill -STOP "$sender"
timeout 9 "$EFC" hold add payto://wallet/stopped/seller1 --authority police-one --reason x --until 2099-12-31 >"$scratch/hold.out" 2>/dev/null
unlike "$(cat "$scratch/hold.out")" effective "a stopped sender may wake up: the hold is not effective, even after the lease"
id=$(sql "SELECT max(hold_id) FROM hold")
kill -CONT "$sender"
run "$EFC" hold wait "$id"
like "$out" effective "an interrupted hold is waited for again"
wait "$sender"
is "$(state "$fifth")" le_hold "and stops the request"

# ---- many at once ----
partner_start busy
partner_add busy
sellers busy 40
propose_all >/dev/null
sql "UPDATE partner SET delivery_url = '$(partner_url busy)' WHERE partner_id = 'busy'"
for id in $(sql "SELECT request_id FROM request WHERE state = 'draft' AND partner_id = 'busy' ORDER BY request_id"); do echo "$id"; done |
    xargs -P 4 -I{} sh -c '"$EFC" request approve {} --actor anna >/dev/null; "$EFC" request approve {} --actor ben >/dev/null'
is "$(sql "SELECT count(*) FROM outbox WHERE partner_id = 'busy' AND state = 'ready'")" 40 "forty requests are ready"
seq 40 | shuf | xargs -P 6 -I{} sh -c '"$EFC" hold add payto://wallet/busy/seller{} --authority police-one --reason x --until 2099-12-31 >/dev/null 2>&1' &
holders=$!
sleep 0.4
for _ in 1 2 3; do deliver >/dev/null & senders+=($!); done
wait "$holders"
wait "${senders[@]}"
deliver >/dev/null
is "$(sql "SELECT count(*) FROM hold WHERE endpoint LIKE '%/busy/%' AND effective_at IS NOT NULL")" 40 "all holds are effective"
# Each message that arrived, with the moment of its arrival, against the moment its endpoint's hold became effective.
sed -E 's/^\{"received_at":"([^"]*)".*"endpoint":"([^"]*)".*/\1 \2/' "$scratch/busy.journal" |
    while read -r at endpoint; do sql "SELECT count(*) FROM hold WHERE endpoint = '$endpoint' AND effective_at < '$at'"; done >"$scratch/late"
diag <<<"$(wc -l <"$scratch/busy.journal") of 40 left before their hold"
is "$(grep -vc '^0$' "$scratch/late")" 0 "no byte left after a hold was effective"
is "$(sql "SELECT count(*) FROM request WHERE partner_id = 'busy' AND state NOT IN ('le_hold', 'acknowledged')")" 0 "each request either left before or is held"
is "$(sql "SELECT count(*) FROM request WHERE partner_id = 'busy' AND state = 'acknowledged'")" "$(journal busy '"effect":true')" "what left was acknowledged"
done_testing
