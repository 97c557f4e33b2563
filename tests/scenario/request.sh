#!/bin/bash
# The life of a request: proposed from links, approved by two people, shown to law enforcement, withdrawn, answered; the ledger and the
# audit log say the same.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/request.sh"
fresh_database request
partner_start payone --tolerance 0
partner_add payone
sellers payone 8
"$EFC" partner add police-one --name Police --kind police --country DE

# ---- proposing ----
"$EFC" link reject payto://wallet/payone/seller8 payone-8.example --reason "a joke" --actor anna
run propose_all
is "$code" 0 "drafts are proposed for every endpoint over the probability"
is "$(sql "SELECT count(*) FROM request")" 7 "all but the endpoint whose only link was rejected"
like "$out" '^1,payto://wallet/payone/seller[0-9],payone,0\.[0-9]{6},payone-[0-9]\.example$' "each names endpoint, partner, probability and sites"
is "$(sql "SELECT count(*) FROM request WHERE json_array_length(evidence) = 1 AND evidence->0->'evidence' IS NOT NULL")" 7 \
    "the waterfall as it was is kept with each"
run propose_all
is "$(sql "SELECT count(*) FROM request")" 7 "a second run proposes nothing twice"
run "$EFC" request propose payto://wallet/payone/seller1 --actor carl
is "$code" 1 "an endpoint with an open request is not proposed again"
run "$EFC" request propose payto://wallet/payone/seller8 --actor carl
is "$code" 1 "an endpoint whose link was rejected is not proposed"
run "$EFC" request propose "not an endpoint" --actor carl
is "$code" 2 "what is no endpoint is wrong usage"
run "$EFC" request propose
is "$code" 2 "neither an endpoint nor a probability is wrong usage"
unlike "$(sql "SELECT message FROM request WHERE request_id = 1")" 'hotline|source_ref|payone-1-|A1' "the message names no source"

# ---- two people ----
run "$EFC" deliver --once
is "$(journal payone .)" 0 "no draft leaves"
run "$EFC" request approve 1 --actor anna
is "$code $(state 1)" "0 draft" "one person's approval confirms only"
run "$EFC" request approve 1 --actor anna
is "$code $(state 1)" "1 draft" "the same person is refused"
like "$err" 'another person' "and told why"
run "$EFC" request approve 1 --actor 'an|na'
is "$code" 1 "a name with a bar is refused"
deliver >/dev/null
is "$(journal payone .)" 0 "nothing leaves after one approval"
run "$EFC" request approve 1 --actor ben
is "$code $(state 1)" "0 le_released" "the second person releases it"
run "$EFC" request approve 1 --actor carl
is "$code" 1 "what is approved cannot be approved again"
run "$EFC" request approve 999 --actor ben
is "$code" 1 "an unknown request is an error"
run "$EFC" request approve x --actor ben
is "$code" 2 "a request without a number is wrong usage"
run psql -X -d "$EFC_DB" -qc "SET ROLE efc_deliver; INSERT INTO outbox (request_id, kind, partner_id, endpoint_id, idempotency_key, body,
    first_approver, second_approver, state, queued_at, not_before) SELECT 2, 'request', 'payone', endpoint_id, gen_random_uuid(), '{}', 'anna',
    'ben', 'ready', now(), now() FROM request WHERE request_id = 2"
like "$err" 'foreign key' "the database itself refuses what two people have not approved"
run psql -X -d "$EFC_DB" -qc "SET ROLE efc_review; INSERT INTO outbox (request_id, kind, partner_id, endpoint_id, idempotency_key, body,
    first_approver, second_approver, state, queued_at, not_before) SELECT 1, 'withdrawal', 'payone', endpoint_id, gen_random_uuid(), '{}', 'anna',
    'anna', 'ready', now(), now() FROM request WHERE request_id = 1"
like "$err" 'check constraint' "and one person twice"

# ---- delivered ----
run deliver
is "$(state 1) $(journal payone '"effect":true')" "acknowledged 1" "it is delivered and acknowledged"
is "$(sql "SELECT partner_reference FROM request WHERE request_id = 1")" "DP-1" "the partner's reference is kept"
is "$(sed -E 's/.*"body":(.*)\}$/\1/' "$scratch/payone.journal")" "$(sql "SELECT message FROM request WHERE request_id = 1")" \
    "what arrived is what was approved, to the byte"

# ---- law enforcement's time, with a pretended clock: Friday ----
export EFC_LE_CHECK_DAYS=5
EFC_CLOCK=2030-03-01T10:00:00Z approve 2
EFC_CLOCK=2030-03-01T10:00:00Z approve 3
is "$(state 2)" le_check "with a waiting time an approved request is shown to law enforcement"
EFC_CLOCK=2030-03-08T09:59:59Z deliver >/dev/null
is "$(state 2)" le_check "before five working days are over it stays"
run "$EFC" request release 3 --authority payone --actor eve
is "$code $(state 3)" "1 le_check" "only an authority releases early"
run "$EFC" request release 3 --authority police-one --actor inspector
is "$code $(state 3)" "0 le_released" "an authority releases early"
run "$EFC" request release 4 --authority police-one --actor inspector
is "$code $(state 4)" "1 draft" "but not what two people have not approved"
export EFC_LE_CHECK_DAYS=0

# ---- withdrawing ----
run "$EFC" request withdraw 3 --reason "wrong shop" --actor anna
is "$code $(state 3) $(outbox 3)" "0 withdrawn cancelled" "before it has left a request is taken out of the outbox"
like "$out" 'nothing had left' "and says so"
run "$EFC" request withdraw 1 --reason "wrong shop" --actor anna
is "$code $(state 1)" "0 withdrawn" "after it has left a request can be withdrawn"
deliver >/dev/null
is "$(journal payone disruption_request_withdrawn)" 1 "and the partner is told"
run "$EFC" request withdraw 1 --reason again --actor anna
is "$code" 1 "nothing is withdrawn twice"
run "$EFC" request withdraw 4 --reason "" --actor anna
is "$code $(state 4)" "1 draft" "a withdrawal needs a reason"
run "$EFC" request propose payto://wallet/payone/seller"$(sql "SELECT right(endpoint, 1) FROM request WHERE request_id = 3")" --actor carl
is "$code" 0 "after a withdrawal the endpoint can be proposed again"

# ---- answers and clocks ----
approve 4
approve 5
EFC_CLOCK=2030-04-01T10:00:00Z deliver >/dev/null
is "$(state 4) $(state 5)" "acknowledged acknowledged" "two more are delivered"
run "$EFC" request outcome 4 closed_terminated --reason "contract ended" --actor anna
is "$code $(state 4)" "0 closed_terminated" "an outcome is recorded"
run "$EFC" request outcome 4 investigating --actor anna
is "$code $(state 4)" "1 closed_terminated" "a step that the table does not have is refused"
run "$EFC" request outcome 4 approved --actor anna
is "$code" 2 "and one that is no answer is wrong usage"
EFC_CLOCK=2030-04-16T09:59:00Z deliver >/dev/null
is "$(state 5)" acknowledged "a partner has its fifteen days"
EFC_CLOCK=2030-04-16T10:00:01Z deliver >/dev/null
is "$(state 5)" overdue "then it is overdue"
run "$EFC" request outcome 5 answered_not_ours --actor anna
is "$(state 5)" answered_not_ours "and may still answer"

# ---- the ledger ----
run "$EFC" request show 4
like "$out" 'anna +draft +confirmed by a first person' "the ledger says who confirmed"
like "$out" 'ben +approved +approved by a second person' "and who approved"
like "$out" 'anna +closed_terminated +answered: contract ended' "and who recorded the outcome, with the reason"
run "$EFC" request show 4 --format csv
like "$out" '^1,.*,engine,,draft,$' "the ledger prints as CSV"
run "$EFC" request show 4 --format json
like "$out" '"ledger":\[\{"event":1,' "and all of it as JSON"
run "$EFC" request show 4 --format xml
is "$code" 2 "another format is wrong usage"
run "$EFC" request list --format json
is "$(grep -c '"request":' <<<"$out")" "$(sql "SELECT count(*) FROM request")" "the list prints as JSON"
run "$EFC" request list --state le_hold --format csv
is "$(wc -l <<<"$out")" 1 "a filter by state that nothing fits leaves the header"
is "$(sql "SELECT count(*) FROM request_event e WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.subject = e.request_id::text
    AND l.action = 'request.' || e.to_state AND (l.detail->>'event')::bigint = e.event_number AND l.actor = e.actor AND l.at = e.at
    AND l.detail->>'sha256' = encode(sha256(convert_to(concat_ws('|', e.request_id, e.event_number,
        replace(rtrim(rtrim(to_char(e.at, 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), '.'), ' ', 'T') || 'Z', e.actor, coalesce(e.from_state, ''),
        e.to_state, coalesce(e.reason, '')), 'UTF8')), 'hex'))")" 0 "each row of the ledger has its leaf in the audit log"
is "$(sql "SELECT count(*) FROM audit_leaf WHERE action LIKE 'request.%' AND action <> 'request.content'")" "$(sql "SELECT count(*) FROM request_event")" "and each leaf its row"
is "$(sql "SELECT count(*) FROM request r WHERE events <> (SELECT count(*) FROM request_event e WHERE e.request_id = r.request_id)
    OR events <> (SELECT max(event_number) FROM request_event e WHERE e.request_id = r.request_id)")" 0 "the ledger has no gap"
run "$EFC" audit verify
is "$code" 0 "the audit log verifies"
done_testing
