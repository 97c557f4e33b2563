#!/bin/bash
# efc audit verify finds what is altered, removed or inserted among requests, approvals, holds, deliveries and decisions.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/request.sh"
fresh_database audit_request

partner_start paynova
partner_add paynova
sellers paynova 4
propose_all >/dev/null
first=$(request_of paynova/seller1) second=$(request_of paynova/seller2) third=$(request_of paynova/seller3)
"$EFC" partner add national-police --name Police --kind police --country DE >/dev/null
"$EFC" hold add payto://wallet/paynova/seller3 --authority national-police --until 2027-01-01T00:00:00Z --reason "under observation" \
    --actor officer >"$scratch/hold" 2>&1
approve "$first"
approve "$third"
"$EFC" request approve "$second" --actor anna >/dev/null
deliver >/dev/null
"$EFC" link confirm payto://wallet/paynova/seller1 paynova-1.example --reason "seen twice" --actor anna >/dev/null
"$EFC" link reject payto://wallet/paynova/seller1 paynova-1.example --reason "on second thoughts" --actor ben >/dev/null
"$EFC" link confirm payto://wallet/paynova/seller2 paynova-2.example --reason "clear" --actor ben >/dev/null

"$EFC" token add paynova --scope submit --scope read --expires 2027-03-01 >/dev/null
"$EFC" token add paynova --scope read --expires 2027-03-01 >/dev/null
"$EFC" token revoke "$(sql "SELECT token_id FROM api_token WHERE cardinality(scopes) = 1")" >/dev/null

is "$(sql "SELECT state FROM outbox WHERE request_id = $first")" sent "there is a delivery to look at"
is "$(sql "SELECT count(*) FROM hold")" 1 "there is a hold to look at"
is "$(sql "SELECT count(*) FROM link_decision")" 3 "there are decisions to look at"
run "$EFC" audit verify --format csv
is "$code:$out" "0:table,id,finding" "all of it is in order"

good=test_audit_request_good
other=${EFC_DB/dbname=test_audit_request/dbname=efc}
on_exit 'psql -X -d "$other" -qc "DROP DATABASE IF EXISTS $good"'
psql -X -d "$other" -qc "DROP DATABASE IF EXISTS $good" 2>/dev/null
psql -X -d "$other" -qc "CREATE DATABASE $good TEMPLATE test_audit_request"

# tampered SENTENCE EXPECTED SQL: the superuser runs SQL, without foreign keys; verify must print a row that matches EXPECTED
tampered() {
    psql -X -d "$other" -qc "DROP DATABASE test_audit_request" -c "CREATE DATABASE test_audit_request TEMPLATE $good"
    sql "SET session_replication_role = replica; $3" >/dev/null || { ok 1 "$1: the statement failed"; return; }
    run "$EFC" audit verify --format csv
    like "$code:$out" "^1:" "$1: exit code"
    like "$out" "$2" "$1"
}

tampered "an altered message" "^request,$first,.*changed" "UPDATE request SET message = message || ' ' WHERE request_id = $first"
tampered "altered evidence" "^request,$first,.*changed" "UPDATE request SET evidence = '[]' WHERE request_id = $first"
tampered "an altered probability" "^request,$first,.*changed" "UPDATE request SET probability = probability - 1e-15 WHERE request_id = $first"
tampered "a request to another partner" "^request,$first,.*changed" "UPDATE request SET partner_id = 'hotline' WHERE request_id = $first"
tampered "a request of another person" "^request,$first,.*changed" "UPDATE request SET proposed_by = 'x' WHERE request_id = $first"
tampered "a request in another state" "^request,$second,.*changed" "UPDATE request SET state = 'approved' WHERE request_id = $second"
tampered "a removed request" "^request,$second,.*removed" "DELETE FROM request WHERE request_id = $second"
tampered "an inserted request" "^request,999,.*inserted" "INSERT INTO request SELECT (jsonb_populate_record(r, '{\"request_id\": 999, \"closed_at\": \"2026-01-01\"}')).* FROM request r WHERE request_id = $second"

tampered "an altered step" "^request_event,$first/1,.*changed" "UPDATE request_event SET actor = 'x' WHERE request_id = $first AND event_number = 1"
tampered "an altered reason" "^request_event,$first/1,.*changed" "UPDATE request_event SET reason = 'x' WHERE request_id = $first AND event_number = 1"
tampered "a step at another time" "^request_event,$first/1,.*changed" "UPDATE request_event SET at = at - interval '1 s' WHERE request_id = $first AND event_number = 1"
tampered "a removed step" "^request_event,$first/2,.*removed" "DELETE FROM request_event WHERE request_id = $first AND event_number = 2"
tampered "an inserted step" "^request_event,$second/9,.*inserted" "INSERT INTO request_event VALUES ($second, 9, now(), 'x', 'draft', 'approved', NULL)"

tampered "an approval of another person" "^request_approval,$first/2,.*changed" "UPDATE request_approval SET actor = 'x' WHERE request_id = $first AND approval_number = 2"
tampered "a removed approval" "^request_approval,$first/1,.*removed" "DELETE FROM request_approval WHERE request_id = $first AND approval_number = 1"
tampered "an inserted approval" "^request_approval,$second/2,.*inserted" "INSERT INTO request_approval VALUES ($second, 'x', 2, now())"

tampered "a shortened hold" "^hold,[0-9]+,.*changed" "UPDATE hold SET until_at = until_at - interval '1 day'"
tampered "a released hold" "^hold,[0-9]+,.*changed" "UPDATE hold SET released_at = now(), released_by = 'x'"
tampered "a hold that was never effective" "^hold,[0-9]+,.*changed" "UPDATE hold SET effective_at = NULL"
tampered "another reason of a hold" "^hold,[0-9]+,.*changed" "UPDATE hold SET reason = 'x'"
tampered "a removed hold" "^hold,[0-9]+,.*removed" "DELETE FROM hold"
tampered "an inserted hold" "^hold,999,.*inserted" "INSERT INTO hold SELECT (jsonb_populate_record(h, '{\"hold_id\": 999}')).* FROM hold h"

tampered "another body in the outbox" "^outbox,$first/request,.*changed" "UPDATE outbox SET body = 'x' WHERE request_id = $first"
tampered "another receiver in the outbox" "^outbox,$first/request,.*changed" "UPDATE outbox SET partner_id = 'hotline' WHERE request_id = $first"
tampered "a removed row of the outbox" "^outbox,$first/request,.*removed" "DELETE FROM outbox WHERE request_id = $first"
tampered "an inserted row of the outbox" "^outbox,$second/request,.*inserted" \
    "INSERT INTO outbox SELECT (jsonb_populate_record(o, '{\"outbox_id\": 999, \"request_id\": $second, \"idempotency_key\": \"00000000-0000-0000-0000-000000000000\"}')).* FROM outbox o WHERE request_id = $first"

tampered "another outcome of a delivery" "^delivery_attempt,.*changed" "UPDATE delivery_attempt SET outcome = 'refused'"
tampered "a delivery at another time" "^delivery_attempt,.*changed" "UPDATE delivery_attempt SET started_at = started_at - interval '1 s'"
tampered "a removed delivery" "^delivery_attempt,.*removed" "DELETE FROM delivery_attempt"
tampered "an inserted delivery" "^delivery_attempt,.*/99,.*inserted" "INSERT INTO delivery_attempt SELECT (jsonb_populate_record(a, '{\"attempt_number\": 99}')).* FROM delivery_attempt a"

tampered "another decision" "^link_decision,.*/1,.*changed" "UPDATE link_decision SET decision = 'rejected' WHERE reason = 'seen twice'"
tampered "a decision of another person" "^link_decision,.*/2,.*changed" "UPDATE link_decision SET actor = 'x' WHERE decision_number = 2"
tampered "another reason of a decision" "^link_decision,.*/1,.*changed" "UPDATE link_decision SET reason = 'x' WHERE reason = 'clear'"
tampered "a removed decision" "^link_decision,.*/2,.*removed" "DELETE FROM link_decision WHERE decision_number = 2"
tampered "an inserted decision" "^link_decision,.*/3,.*inserted" "INSERT INTO link_decision SELECT site_id, endpoint_id, 3, decision, actor, reason, decided_at FROM link_decision WHERE decision_number = 2"

tampered "a token with more scopes" "^api_token,.*changed" "UPDATE api_token SET scopes = scopes || ARRAY['withdraw'] WHERE cardinality(scopes) = 1"
tampered "a token of another secret" "^api_token,.*changed" "UPDATE api_token SET secret_sha256 = sha256('x') WHERE cardinality(scopes) = 1"
tampered "a token that lasts longer" "^api_token,.*changed" "UPDATE api_token SET expires_at = expires_at + interval '1 year' WHERE cardinality(scopes) = 1"
tampered "a revoked token back in force" "^api_token,.*removed" "UPDATE api_token SET revoked_at = NULL"
tampered "a token revoked by nobody" "^api_token,.*inserted" "UPDATE api_token SET revoked_at = now() WHERE revoked_at IS NULL"
tampered "a removed token" "^api_token,.*removed" "DELETE FROM api_token WHERE revoked_at IS NULL"
tampered "an inserted token" "^api_token,0123456789abcdef,.*inserted" "INSERT INTO api_token SELECT (jsonb_populate_record(t, '{\"token_id\": \"0123456789abcdef\"}')).* FROM api_token t WHERE revoked_at IS NULL"

done_testing
