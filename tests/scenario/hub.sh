#!/bin/bash
# An analyst rules about a hub in one case: the pair's score changes, nobody else's does, and the ruling is on record.
. "$(dirname "$0")/../support/tap.sh"
fresh_database hub

# A help line that 300 merchants and three sites name; merchant 1 and the site one.example are the case.
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE --actor admin
"$EFC" partner add hotline --name Hotline --kind hotline --country DE --actor admin
for n in $(seq 300); do
    echo "{\"source_ref\":\"M$n\",\"flagged_at\":\"2026-01-05T10:00:00Z\",\"reason\":\"content\",\"acquirer_bin\":\"412345\",\"card_acceptor_id\":\"SHOP$n\",\"support_phone\":\"+442079460000\"}"
done >"$scratch/merchants.ndjson"
for site in one two three; do
    echo "{\"source_ref\":\"$site\",\"reported_at\":\"2026-01-06T10:00:00Z\",\"url\":\"https://$site.example/\",\"contact_phone\":\"+442079460000\"}"
done >"$scratch/sites.ndjson"
"$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/merchants.ndjson" >/dev/null 2>&1
"$EFC" ingest --partner hotline --kind site_report "$scratch/sites.ndjson" >/dev/null 2>&1
"$EFC" correlate >/dev/null
endpoint=payto://card-acceptor/412345/SHOP1
links() { "$EFC" link list --format csv --min-probability 0 | sed 1d | sort; }
is "$(links)" "" "a number that 300 share links nobody"

run "$EFC" hub override add phone +442079460000 --endpoint "$endpoint" --site one.example --reason 'the seller answers it' --actor ana
is "$code" 0 "an analyst rules that it is no hub in one case"
"$EFC" correlate >/dev/null
links >"$scratch/incremental"
is "$(cut -d, -f1,2 "$scratch/incremental")" "$endpoint,one.example" "the pair is linked now, and no other"
run "$EFC" link show "$endpoint" one.example
like "$out" 'shared by 300 endpoints.*an analyst has ruled that it is no hub in this case' "the waterfall names the ruling and the count"
like "$("$EFC" link show "$endpoint" one.example --format json)" '"ruling":"no hub"' "and so does its JSON"
for executor in query join; do
    "$EFC" correlate --rebuild --executor $executor >/dev/null
    is "$(links)" "$(cat "$scratch/incremental")" "a rebuild by $executor gives the same"
done
run "$EFC" hub override list --format csv
like "$out" 'phone,\+442079460000,no hub,payto://card-acceptor/412345/SHOP1 one.example,1,ana' "the list shows it"

run "$EFC" hub override release 1 --actor ben
is "$code" 0 "it is released"
"$EFC" correlate >/dev/null
is "$(links)" "" "and the link is gone"
run "$EFC" hub override release 1 --actor ben
is "$code" 1 "it is released once"
is "$("$EFC" hub override list --format csv | wc -l) $("$EFC" hub override list --all --format csv | wc -l)" "1 2" "a released one is listed with --all"

# ---- the other way round, and a programme ----
for n in 1 2 3; do
    echo "{\"source_ref\":\"A$n\",\"flagged_at\":\"2026-01-05T10:00:00Z\",\"reason\":\"content\",\"account_scheme\":\"wallet\",\"wallet_provider\":\"paypal\",\"account_id\":\"seller$n\",\"holder_email\":\"me@mail.example\"}"
done >"$scratch/accounts.ndjson"
for n in 4 5; do
    echo "{\"source_ref\":\"s$n\",\"reported_at\":\"2026-01-06T10:00:00Z\",\"url\":\"https://s$n.example/\",\"contact_email\":\"me@mail.example\",\"payment_endpoints\":[\"paypal:seller1\"]}"
done >"$scratch/more.ndjson"
"$EFC" ingest --partner bank-one --kind account_flag "$scratch/accounts.ndjson" >/dev/null 2>&1
"$EFC" ingest --partner hotline --kind site_report "$scratch/more.ndjson" >/dev/null 2>&1
"$EFC" correlate >/dev/null
weight() { "$EFC" link list --format csv --min-probability 0 | awk -F, -v e="$1" -v s="$2" '$1 == e && $2 == s { print $4 }'; }
before=$(weight payto://wallet/paypal/seller2 s4.example)
programme=$("$EFC" programme list --format csv | awk -F, '$2 == "s4.example" { print $1 }')
run "$EFC" hub override add email me@mail.example --hub --programme "$programme" --reason 'a forum gives it as its own' --actor ana
is "$code" 0 "a value is ruled to be a hub among the members of a programme"
"$EFC" correlate >/dev/null
after=$(weight payto://wallet/paypal/seller2 s4.example)
is "$(awk -v a="$before" -v b="${after:--99}" 'BEGIN { print (b < a - 1.5) }')" 1 "and its pairs lose much of what it said ($before, ${after:-none})"
"$EFC" link list --format csv --min-probability 0 | sort >"$scratch/incremental"
"$EFC" correlate --rebuild >/dev/null
is "$("$EFC" link list --format csv --min-probability 0 | sort | cmp - "$scratch/incremental" && echo same)" same "a rebuild gives the same"

# ---- two hops ----
# A nominee who stands behind 40 merchants; merchants 901 and 902 are of one hand, and 901 is what one of the sites publishes.
for n in $(seq 901 940); do
    echo "{\"source_ref\":\"N$n\",\"flagged_at\":\"2026-01-05T10:00:00Z\",\"reason\":\"content\",\"acquirer_bin\":\"412345\",\"card_acceptor_id\":\"FIRM$n\",\"principal\":[\"Nora Nominee\"]}"
done >"$scratch/nominee.ndjson"
echo '{"source_ref":"six","reported_at":"2026-01-06T10:00:00Z","url":"https://six.example/","payment_endpoints":["payto://card-acceptor/412345/FIRM901"]}' >"$scratch/six.ndjson"
"$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/nominee.ndjson" >/dev/null 2>&1
"$EFC" ingest --partner hotline --kind site_report "$scratch/six.ndjson" >/dev/null 2>&1
"$EFC" correlate >/dev/null
hops() { "$EFC" link list --format csv --min-probability 0 | grep two_hops | cut -d, -f1,2,4,6; }
case_endpoint=payto://card-acceptor/412345/FIRM902
is "$(hops)" "" "an owner whom 40 have ties nobody to a site by way of a third"
run "$EFC" hub override add owner 'nominee nora' --endpoint "$case_endpoint" --site six.example --reason 'both firms have her address' --actor ana
is "$code" 0 "an analyst rules that the owner is no hub in one case"
"$EFC" correlate >/dev/null
ruled=$(hops)
is "$(cut -d, -f1,2,4 <<<"$ruled")" "$case_endpoint,six.example,two_hops" "the two are linked by way of the third, and no others"
run "$EFC" link show "$case_endpoint" six.example
like "$out" 'the third is kin: owner, shared by 40 endpoints; an analyst has ruled that it is no hub in this case' "the way names the ruling and the count"
like "$("$EFC" link show "$case_endpoint" six.example --format json)" '"shared":40,"ruling":"no hub"' "and so does its JSON"
for executor in query join; do
    "$EFC" correlate --rebuild --executor $executor >/dev/null
    is "$(hops)" "$ruled" "a rebuild by $executor gives the same"
done
sed 's/N902/N941/; s/FIRM902/FIRM941/' "$scratch/nominee.ndjson" | sed -n 2p >"$scratch/other.ndjson"
"$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/other.ndjson" >/dev/null 2>&1
"$EFC" correlate >/dev/null
is "$(hops)" "$ruled" "another firm of hers changes nothing"
like "$("$EFC" link show "$case_endpoint" six.example)" 'shared by 41 endpoints' "but is counted"
run "$EFC" hub override add owner 'nominee nora' --hub --endpoint "$case_endpoint" --site six.example --reason 'no, she has not' --actor ana
"$EFC" correlate >/dev/null
is "$(hops)" "" "the last ruling about a case holds"
for number in 4 3; do "$EFC" hub override release $number --actor ana >/dev/null; done
"$EFC" correlate >/dev/null
is "$(hops)" "" "and without any the count decides again"
refused() { local want=$1 sentence=$2; shift 2; run "$EFC" hub override add "$@"; is "$code" "$want" "$sentence"; }
refused 1 "an owner whom nobody else has" owner 'nora nobody' --endpoint "$case_endpoint" --site six.example --reason x

# ---- bad input ----
refused 1 "a value that the case does not share" phone +442079460001 --endpoint "$endpoint" --site one.example --reason x
refused 1 "an empty reason" phone +442079460000 --endpoint "$endpoint" --site one.example --reason ' '
refused 2 "an unknown kind" telephone +442079460000 --endpoint "$endpoint" --site one.example --reason x
refused 2 "a case without a site" phone +442079460000 --endpoint "$endpoint" --reason x
refused 2 "two cases at once" phone +442079460000 --endpoint "$endpoint" --site one.example --programme "$programme" --reason x
refused 1 "an unknown programme" phone +442079460000 --programme 00000000-0000-0000-0000-000000000000 --reason x
run "$EFC" hub override release one
is "$code" 2 "a number that is none is wrong usage"

# ---- the log ----
run "$EFC" audit verify --format csv
is "$code" 0 "the log knows the overrides"
sql "UPDATE hub_override SET is_hub = true WHERE override_id = 1"
run "$EFC" audit verify --format csv
like "$out" '^hub_override,1,.*changed' "an altered override is found"
sql "UPDATE hub_override SET is_hub = false WHERE override_id = 1; UPDATE hub_override SET released_at = NULL, released_by = NULL WHERE override_id = 1"
run "$EFC" audit verify --format csv
like "$out" '^hub_override,1,.*changed' "one that is in force again behind the log's back, too"
sql "DELETE FROM hub_override WHERE override_id = 2"
run "$EFC" audit verify --format csv
like "$out" '^hub_override,2,.*removed' "and one that is gone"
unlike "$(sql "SELECT detail FROM audit_leaf WHERE action = 'hub.override'")" '442079460000|me@mail' "the log names no value"
done_testing
