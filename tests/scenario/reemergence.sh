#!/bin/bash
# A closed endpoint's site and owner turn up on other endpoints, across rails: found with the flag that tells it, and the request is reopened.
. "$(dirname "$0")/../support/tap.sh"
fresh_database reemergence
export EFC_LE_CHECK_DAYS=0
at() { export EFC_CLOCK=$1; }
at 2026-03-01T12:00:00Z
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE --closes card-acceptor/412345 --actor admin
"$EFC" partner add exchange --name Exchange --kind crypto_exchange --country DE --actor admin
"$EFC" partner add hotline --name Hotline --kind hotline --country DE --actor admin
merchant() { echo "{\"source_ref\":\"$1\",\"flagged_at\":\"$2\",\"reason\":\"content\",\"acquirer_bin\":\"$3\",\"card_acceptor_id\":\"$4\"${5:+,$5}}"; }
report() { echo "{\"source_ref\":\"$1\",\"reported_at\":\"$2\",\"url\":\"https://$3/\"${4:+,$4}}"; }
take() { cat >"$scratch/in.ndjson"; "$EFC" ingest --partner "$1" --kind "$2" "$scratch/in.ndjson" >/dev/null 2>"$scratch/ingest.err" || diag <"$scratch/ingest.err"; }
owner='"registration_number":"HRB 4711","merchant_country":"DE"'

# A shop on a card acquirer, with a bystander of the same acquirer that has nothing to do with it.
{ merchant A1 2026-02-01T10:00:00Z 412345 SHOP1 "\"merchant_url\":[\"https://shop.example/\"],$owner"
  merchant A2 2026-02-02T10:00:00Z 412345 SHOP9 '"merchant_url":["https://other.example/"]'
  merchant A3 2026-02-03T10:00:00Z 412345 SHOP2 '"merchant_url":["https://shop.example/"]'; } | take bank-one merchant_flag
{ report S1 2026-02-05T10:00:00Z shop.example; report S2 2026-02-05T10:00:00Z other.example; } | take hotline site_report
"$EFC" correlate >/dev/null 2>&1
"$EFC" request propose payto://card-acceptor/412345/SHOP1 --actor ana >/dev/null
"$EFC" request approve 1 --actor anna >/dev/null
"$EFC" request approve 1 --actor ben >/dev/null
sql "UPDATE request SET state = 'sent' WHERE request_id = 1" # what the partner's server does is tested elsewhere
at 2026-03-10T12:00:00Z
run "$EFC" request outcome 1 closed_terminated --actor bank
is "$code" 0 "the partner closes the endpoint"
found() { "$EFC" report reemergence --format csv "$@" | sed 1d; }
"$EFC" correlate --rebuild >/dev/null 2>"$scratch/err"
is "$(found)" "" "an endpoint that served the site before is no re-emergence"

# Ten days later the site publishes a bitcoin address; an exchange flags it and knows a mailbox at the site.
at 2026-03-21T12:00:00Z
report S3 2026-03-21T09:00:00Z shop.example '"payment_endpoints":["bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT"]' | take hotline site_report
echo '{"source_ref":"E1","flagged_at":"2026-03-21T10:00:00Z","reason":"suspicious_pattern","account_scheme":"bitcoin","account_id":"1BoatSLRHtKNngkdXEeobR76b53LETtpyT","holder_email":"pay@shop.example"}' | take exchange account_flag
run "$EFC" correlate
like "$err" '1 times a site or an owner has turned up' "correlate says at once that it is back"
is "$(found | cut -d, -f1-10)" "1,site,shop.example,payto://card-acceptor/412345/SHOP1,2026-03-10,payto://bitcoin/1BoatSLRHtKNngkdXEeobR76b53LETtpyT,2026-03-21,10,card-acceptor,bitcoin" \
    "on which endpoint, after how many days, from card to bitcoin"
is "$(sql "SELECT state FROM request WHERE request_id = 1")" closed_terminated "the request is not moved by the process that correlates"
"$EFC" deliver --once >/dev/null 2>&1
is "$(sql "SELECT state FROM request WHERE request_id = 1")" reopened "it is reopened by what moves requests on"
like "$("$EFC" request show 1)" 'at work again on another endpoint' "and its ledger says why"
run "$EFC" correlate
run "$EFC" correlate --rebuild
unlike "$err" 'turned up' "it is found once"
is "$(found | wc -l)" 1 "and noted once"

# The owner opens another merchant account, which names no site: found by --follow while it runs.
at 2026-04-01T12:00:00Z
"$EFC" correlate --follow >/dev/null 2>"$scratch/follow" &
follower=$!
on_exit 'kill "$follower" 2>/dev/null'
for _ in $(seq 50); do [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN efc_changed' OR query LIKE '%taken%'")" = 0 ] || break; sleep 0.1; done
merchant B1 2026-04-01T08:00:00Z 499999 NEWSHOP "$owner" | take bank-one merchant_flag
for _ in $(seq 80); do grep -q 'turned up' "$scratch/follow" && break; sleep 0.1; done
kill "$follower"
wait "$follower" 2>/dev/null
like "$(cat "$scratch/follow")" 'turned up' "--follow finds an owner on a new account when its flag arrives"
is "$(found --since 2026-03-25 | cut -d, -f1,2,6-10)" "1,registration_number,payto://card-acceptor/499999/NEWSHOP,2026-04-01,21,card-acceptor,card-acceptor" "by what names the owner"
is "$(found | wc -l)" 2 "both are listed"
is "$(found | cut -d, -f13 | sort)" "published|own_domain
registration_number" "each with the evidence"
run "$EFC" report reemergence
like "$err" '2 found, 1 of them on another rail; half came back within 10 days' "and how soon half of them were back"

# A re-test finds it closed: the request rests until something new turns up.
at 2026-04-02T12:00:00Z
run "$EFC" request outcome 1 verified --reason 're-tested' --actor ana
is "$code" 0 "a re-test can verify a reopened request"
"$EFC" deliver --once >/dev/null 2>&1
is "$(sql "SELECT state FROM request WHERE request_id = 1")" verified "what was known before does not reopen it again"
at 2026-04-10T12:00:00Z
merchant B2 2026-04-10T08:00:00Z 488888 THIRD '"merchant_url":["https://shop.example/"]' | take bank-one merchant_flag
"$EFC" correlate >/dev/null 2>&1
"$EFC" deliver --once >/dev/null 2>&1
is "$(sql "SELECT state FROM request WHERE request_id = 1")" reopened "something new does"

# A rejected link is no re-emergence.
at 2026-04-12T12:00:00Z
merchant B3 2026-04-12T08:00:00Z 477777 FOURTH '"merchant_url":["https://shop.example/"]' | take bank-one merchant_flag
"$EFC" correlate >/dev/null 2>&1
before=$(found | wc -l)
merchant B4 2026-04-12T08:00:00Z 466666 FIFTH | take bank-one merchant_flag
"$EFC" correlate >/dev/null 2>&1
"$EFC" link reject payto://card-acceptor/466666/FIFTH shop.example --reason 'a spelling mistake' --actor ana
merchant B5 2026-04-12T09:00:00Z 466666 FIFTH '"merchant_url":["https://shop.example/"]' | take bank-one merchant_flag
"$EFC" correlate >/dev/null 2>&1
is "$(found | wc -l)" "$before" "a rejected link is no re-emergence"

# ---- the log ----
is "$(sql "SELECT count(*) FROM audit_leaf WHERE action = 'reemergence.found'")" "$before" "each has a leaf"
unlike "$(sql "SELECT detail FROM audit_leaf WHERE action = 'reemergence.found'")" '4711' "which names no value"
run "$EFC" audit verify --format csv
unlike "$out" '^reemergence' "the log and the rows agree"
sql "UPDATE reemergence SET first_at = first_at + interval '1 day' WHERE kind = 9"
run "$EFC" audit verify --format csv
like "$out" '^reemergence,1/.*changed' "an altered row is found"
run "$EFC" report reemergence --since soon
is "$code" 2 "a date that is none is wrong usage"
done_testing
