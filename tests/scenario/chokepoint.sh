#!/bin/bash
# Choke points of a small world whose answer can be counted by hand.
. "$(dirname "$0")/../support/tap.sh"
fresh_database chokepoint

# Three shops pay into acquirer 412345: one.example by SHOP1 alone, two.example by SHOP1 and SHOP2, three.example by SHOP2 and a
# wallet. four.example has an address on a chain, behind which stands nobody. SHOP1 is flagged six times, SHOP2 twice.
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE --closes card-acceptor/412345 --actor admin
"$EFC" partner add hotline --name Hotline --kind hotline --country DE --actor admin
flag() { echo "{\"source_ref\":\"$1\",\"flagged_at\":\"2026-01-0${3}T10:00:00Z\",\"reason\":\"content\",\"acquirer_bin\":\"412345\",\"card_acceptor_id\":\"$2\",\"merchant_url\":[$4],\"registration_number\":\"DE/HRB1234\"}"; }
site() { echo "{\"source_ref\":\"$1\",\"reported_at\":\"2026-01-06T10:00:00Z\",\"url\":\"https://$1.example/\",\"payment_endpoints\":[$2]}"; }
{
    for n in 1 2 3 4 5 6; do flag "A$n" SHOP1 "$n" '"https://one.example/","https://two.example/"'; done
    for n in 1 2; do flag "B$n" SHOP2 "$n" '"https://two.example/","https://three.example/"'; done
} >"$scratch/flags.ndjson"
{ site one ''; site two ''; site three '"paypal:me"'; site four '"bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT"'; } >"$scratch/sites.ndjson"
echo '{"source_ref":"W1","flagged_at":"2026-01-03T10:00:00Z","reason":"content","account_scheme":"wallet","wallet_provider":"paypal","account_id":"me"}
{"source_ref":"W2","flagged_at":"2026-01-03T10:00:00Z","reason":"content","account_scheme":"bitcoin","account_id":"1BoatSLRHtKNngkdXEeobR76b53LETtpyT"}' >"$scratch/accounts.ndjson"
"$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/flags.ndjson" >/dev/null 2>&1
"$EFC" ingest --partner bank-one --kind account_flag "$scratch/accounts.ndjson" >/dev/null 2>&1
"$EFC" ingest --partner hotline --kind site_report "$scratch/sites.ndjson" >/dev/null 2>&1
"$EFC" correlate >/dev/null
report() { run "$EFC" report chokepoints --min-probability 0.5 --format csv "$@"; }

report --weight sites
is "$code" 0 "the report is made"
is "$(cut -d, -f1,2,3,4,5,9 <<<"$out")" "rank,choice,endpoints,reached,silenced,silenced_sites
1,payto://card-acceptor/412345/SHOP1,1,2.0,1.0,1
2,payto://bitcoin/1BoatSLRHtKNngkdXEeobR76b53LETtpyT,1,1.0,1.0,2
3,payto://card-acceptor/412345/SHOP2,1,1.0,1.0,3" "SHOP1 reaches two sites and silences one; then one more each, ties in order"
like "$err" '4 sites with 4 open endpoints, 4 choices' "it says what it looked at"
like "$err" '63 %' "and which bound holds"

report --weight sites --objective silenced
is "$(cut -d, -f2,9 <<<"$out" | sed 1d | tail -1 | cut -d, -f2)" 4 "looking for silence goes on until all are silent"
like "$err" 'no bound' "and claims no bound"

report --by acquirer
is "$(cut -d, -f1-5,9 <<<"$out" | sed 1d)" "1,partner bank-one,2,9.0,7.0,2" "an acquirer closes both shops; the flags of an endpoint are shared out among its sites"
report --by acquirer --weight sites
is "$(cut -d, -f1-5,9,10,11 <<<"$out" | sed 1d | head -1)" "1,partner bank-one,2,3.0,2.0,2,2.0,2" "by sites, three are reached, two silenced, two remain"
report --by owner --weight sites
is "$(sed 1d <<<"$out" | cut -d, -f2-5)" "registration_number DEHRB1234,2,3.0,2.0" "the owner of both shops"
report --limit 1
is "$(wc -l <<<"$out")" 2 "the limit holds"
report --by nothing
is "$code" 2 "an unknown choice is wrong usage"

# A rejected link does not count; an endpoint that was closed is gone.
"$EFC" link reject payto://card-acceptor/412345/SHOP1 two.example --reason 'an old address' --actor ana
report --weight sites --by endpoint
is "$(awk -F, '$2 ~ /SHOP1/ { print $4 }' <<<"$out")" "1.0" "a rejected link does not count"
sql "INSERT INTO request (endpoint_id, endpoint, partner_id, state, proposed_at, proposed_by, probability, evidence, message)
     SELECT endpoint_id, name, 'bank-one', 'closed_terminated', now(), 'x', 1, '{}', '' FROM endpoint WHERE name LIKE '%SHOP1'"
report --weight sites --by endpoint
is "$(grep -c SHOP1 <<<"$out")" 0 "an endpoint that was closed is gone"
like "$err" '3 sites with 3 open endpoints' "and so is the site that had nothing else"
done_testing
