#!/bin/bash
# Delivery: signed, at least once, with one key for ever; retried, refused, cut off, and killed in the middle.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/request.sh"
fresh_database deliver
export EFC_DELIVER_WAIT=60 EFC_DELIVER_MOST_WAIT=600

# One request to a partner of its own, which behaves as told; $id is the request.
one_request() {
    local name=$1
    shift
    partner_start "$name" --tolerance 0 "$@"
    partner_add "$name"
    sellers "$name" 1
    "$EFC" request propose "payto://wallet/$name/seller1" --engine --actor engine >/dev/null 2>&1
    id=$(request_of "$name/seller1")
    EFC_CLOCK=2030-01-07T12:00:00Z approve "$id"
}
at() { EFC_CLOCK=2030-01-07T$1Z deliver; }
keys() { sed -E 's/.*"webhook_id":"([^"]*)".*/\1/' "$scratch/$1.journal" | sort -u | wc -l; }
outcomes() { sql "SELECT string_agg(a.outcome || coalesce(' ' || a.http_status, ''), ', ' ORDER BY a.attempt_number) FROM delivery_attempt a JOIN outbox USING (outbox_id) WHERE request_id = $1"; }

# ---- a partner's server with a fault ----
one_request flaky --behaviour 503x2
out=$(at 12:00:00)
like "$out" '^0 received, 1 to be tried again' "a 503 is tried again later"
is "$(outbox "$id") $(state "$id")" "ready le_released" "and the request waits"
at 12:00:29 >/dev/null
is "$(journal flaky .)" 1 "not before half of the first wait is over"
at 12:01:01 >/dev/null
is "$(journal flaky .)" 2 "but after the whole"
at 12:01:58 >/dev/null
is "$(journal flaky .)" 2 "the second wait is longer"
at 12:03:05 >/dev/null
is "$(state "$id") $(outcomes "$id")" "acknowledged later 503, later 503, received 200" "the third attempt is acknowledged"
is "$(keys flaky) $(journal flaky '"effect":true')" "1 1" "with one key, and one effect"

# ---- a partner that refuses ----
one_request strict --behaviour 422
out=$(at 12:00:00)
like "$out" '1 refused' "a 422 is final"
is "$(outbox "$id") $(state "$id")" "failed le_released" "and waits for people"
at 20:00:00 >/dev/null
is "$(journal strict .)" 1 "it is not tried again by itself"
run "$EFC" request show "$id"
like "$out" 'refused +422 +the partner.s server refuses the request' "people see why"
run "$EFC" request retry "$id" --actor anna
at 23:00:00 >/dev/null
is "$code $(state "$id") $(keys strict)" "0 acknowledged 1" "people ask again, and the key stays"
run "$EFC" request retry "$id" --actor anna
is "$code" 1 "what has not failed is not sent again"

# ---- the answer is lost ----
one_request lossy --behaviour drop,wrong
out=$(at 12:00:00)
like "$out" '1 with unknown outcome' "a connection that ends without an answer leaves the outcome unknown"
at 12:02:00 >/dev/null
is "$(outcomes "$id")" "unknown, unknown 200" "a confirmation that is none, too"
at 12:10:00 >/dev/null
is "$(state "$id") $(keys lossy) $(journal lossy '"effect":true') $(journal lossy '"repeat":true')" "acknowledged 1 1 2" \
    "it is sent until it is confirmed, with one key, and takes effect once"
is "$(sql "SELECT partner_reference FROM request WHERE request_id = $id")" DP-1 "the reference is that of the first"

# ---- answers that are too long, redirects, silence ----
one_request endless --behaviour big
at 12:00:00 >/dev/null
is "$(outcomes "$id")" "unknown 200" "an endless answer is cut off"
one_request elsewhere --behaviour redirect
at 12:00:00 >/dev/null
is "$(outcomes "$id") $(outbox "$id")" "refused 307 failed" "a redirect is not followed"
one_request silent --behaviour hang
started=$SECONDS
at 12:00:00 >/dev/null
is "$(outcomes "$id")" unknown "silence ends with the time limit"
ok "$((SECONDS - started > 6))" "which is EFC_DELIVER_TIMEOUT"

# ---- a partner that is down ----
one_request down
kill -9 "${started_partners[-1]}"
wait "${started_partners[-1]}" 2>/dev/null
at 12:00:00 >/dev/null
is "$(outcomes "$id")" later "a server that is not there is tried again"
export EFC_DELIVER_ATTEMPTS=2
EFC_CLOCK=2030-01-08T12:00:00Z deliver >/dev/null
is "$(outcomes "$id") $(outbox "$id")" "later, later failed" "after EFC_DELIVER_ATTEMPTS it is left to people"
unset EFC_DELIVER_ATTEMPTS

# ---- a partner without an address ----
one_request nowhere
sql "UPDATE partner SET delivery_url = NULL WHERE partner_id = 'nowhere'"
at 12:00:00 >/dev/null
is "$(outbox "$id") $(outcomes "$id")" "ready " "a request to a partner without a delivery URL waits"
sql "UPDATE partner SET delivery_url = '$(partner_url nowhere)' WHERE partner_id = 'nowhere'"
at 12:00:00 >/dev/null
is "$(state "$id")" acknowledged "until it has one"
run "$EFC" deliver --once --actor 'a|b'
is "$code" 1 "a sender has a name that can stand in the ledger"

# ---- a dead partner does not delay a live one ----
partner_start dead --behaviour hangx0
partner_start live
partner_add dead
partner_add live
sellers dead 12
sellers live 12
propose_all >/dev/null
for id in $(sql "SELECT request_id FROM request WHERE state = 'draft' ORDER BY request_id"); do approve "$id"; done
deliver >/dev/null &
sender=$!
for _ in $(seq 40); do [ "$(journal live '"effect":true')" != 12 ] || break; sleep 0.05; done
is "$(journal live '"effect":true')" 12 "all requests to the live partner are through"
ok "$(sql "SELECT count(*) = 0 FROM delivery_attempt a JOIN outbox o USING (outbox_id) WHERE o.partner_id = 'dead' AND a.outcome IS NOT NULL" | grep -c f)" \
    "before the first to the dead one has timed out"
wait "$sender"
ok "$(($(journal dead .) > 4))" "and the dead one got no more than it may have in flight"

sql "UPDATE outbox SET state = 'cancelled' WHERE partner_id = 'dead' AND state = 'ready'"

# ---- the sender is killed in the middle ----
one_request killed --behaviour hang
export EFC_DELIVER_TIMEOUT=2
EFC_CLOCK=2030-01-07T12:00:00Z "$EFC" deliver 2>/dev/null >&2 &
sender=$!
for _ in $(seq 60); do [ "$(journal killed .)" = 0 ] || break; sleep 0.05; done
kill -9 "$sender"
wait "$sender" 2>/dev/null
is "$(outbox "$id") $(journal killed '"effect":true')" "sending 1" "killed after the message has left, it leaves a row in flight"
at 13:00:00 >/dev/null
is "$(outbox "$id")" sending "nobody touches it before the lease is over"
sql "UPDATE outbox SET lease_until = clock_timestamp() - interval '1 s' WHERE state = 'sending'"
at 13:00:00 >/dev/null
is "$(outcomes "$id")" unknown "then it is settled as unknown"
at 13:02:00 >/dev/null
is "$(state "$id") $(keys killed) $(journal killed '"effect":true') $(journal killed '"repeat":true')" "acknowledged 1 1 1" \
    "and sent again with the same key, which takes no effect"

# ---- TLS and keys ----
one_request stranger
sql "UPDATE partner SET delivery_ca = NULL WHERE partner_id = 'stranger'"
at 12:00:00 >/dev/null
is "$(outcomes "$id") $(journal stranger .)" "later 0" "a certificate of an unknown authority is not trusted"
like "$("$EFC" request show "$id")" 'certificate of the partner.s server is not valid' "and people are told"
one_request keyless
sql "UPDATE partner SET delivery_key = 'file:/nonexistent' WHERE partner_id = 'keyless'"
at 12:00:00 >/dev/null
is "$(outcomes "$id") $(journal keyless .)" "later 0" "without its key nothing is sent"
one_request othername
sql "UPDATE partner SET delivery_url = replace(delivery_url, 'localhost', '127.0.0.2') WHERE partner_id = 'othername'"
at 12:00:00 >/dev/null
is "$(journal othername .)" 0 "a server whose certificate has another name gets nothing"
is "$(cat "$scratch"/*.journal | grep -c '"signature_good":false')" 0 "every message had a good signature"

# ---- the running service ----
one_request service
sql "UPDATE outbox SET not_before = now() WHERE request_id = $id"
"$EFC" deliver --follow >/dev/null 2>&1 &
sender=$!
for _ in $(seq 60); do [ "$(state "$id")" != acknowledged ] || break; sleep 0.1; done
is "$(state "$id")" acknowledged "the service delivers"
partner_add serviced "$(partner_url service)"
sellers serviced 1
"$EFC" request propose payto://wallet/serviced/seller1 --actor carl >/dev/null 2>&1
id=$(request_of serviced/seller1)
approve "$id"
for _ in $(seq 30); do [ "$(state "$id")" != acknowledged ] || break; sleep 0.1; done
is "$(state "$id")" acknowledged "a release wakes it"
kill -TERM "$sender"
wait "$sender"
is "$?" 0 "SIGTERM ends it in order"
is "$("$EFC" audit verify >/dev/null 2>&1; echo $?)" 1 "audit verify sees that partners were changed by hand"
done_testing
