#!/bin/bash
# Traits that other rules derived are derived again by efc db migrate, also when a run ended in the middle; correlation sees what changed.
# What stays of an entity's traits when records are replaced is what deriving all of them gives.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
fresh_database derive
cd "$scratch" || exit 3
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE
"$EFC" partner add hotline --name 'Hot Line' --kind hotline --country DE

{
    echo source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name,support_email
    for i in $(seq 1 700); do echo "MF-$i,2026-03-01T12:00:00Z,content,412345,M$i,Star $i,help@star$i.example"; done
} >flags.csv
{
    echo source_ref,reported_at,url,brand
    for i in $(seq 1 30); do echo "S-$i,2026-03-01T12:00:00Z,https://star$i.example/,Star $i"; done
} >sites.csv
"$EFC" ingest --partner bank-one --kind merchant_flag flags.csv >/dev/null 2>&1
"$EFC" ingest --partner hotline --kind site_report sites.csv >/dev/null 2>&1
"$EFC" correlate >/dev/null

# Everything of a trait but where its row lies.
traits() {
    sql "SELECT md5(string_agg(t::text, '|' ORDER BY t::text COLLATE \"C\")) FROM (SELECT to_jsonb(e) t FROM endpoint_trait e UNION ALL SELECT to_jsonb(s) FROM site_trait s) x"
}
links() { sql "SELECT md5(string_agg(l::text, '|' ORDER BY site_id, endpoint_id)) FROM link l"; }
# What rules of before may have left: a trait that is none now, one that is missing.
version=$(sql "SELECT version FROM derivation")
age() {
    sql "UPDATE endpoint_trait SET value = 'old ' || value WHERE endpoint_id IN (SELECT endpoint_id FROM endpoint ORDER BY 1 LIMIT 600) AND kind = 3
         AND role = (SELECT min(role) FROM endpoint_trait WHERE kind = 3)" >/dev/null
    sql "DELETE FROM site_trait WHERE kind = 1" >/dev/null
    sql "UPDATE derivation SET version = 1" >/dev/null
}

right=$(traits) linked=$(links)
run "$EFC" db status
is "$code" 0 "traits are by this program's rules"
run "$EFC" db migrate
unlike "$out" 'derived again' "nothing is derived again without need"

age
unlike "$(traits)" "$right" "the traits were altered"
run "$EFC" db status
is "$code" 3 "other rules than this program's are seen"
like "$err" 'run efc db migrate' "and it says what to do"
run "$EFC" db migrate
is "$code" 0 "they are derived again"
like "$out" 'traits of 730 endpoints and sites derived again' "all of them"
is "$(traits)" "$right" "and are what they were, to the byte"
"$EFC" correlate >/dev/null
is "$(links)" "$linked" "correlation comes to the same links"

age
sql "UPDATE derivation SET version = $version, endpoint_after = (SELECT endpoint_id FROM endpoint ORDER BY 1 OFFSET 99 LIMIT 1),
     site_after = '00000000-0000-0000-0000-000000000000'" >/dev/null
sql "UPDATE endpoint_trait SET value = substr(value, 5) WHERE value LIKE 'old %' AND endpoint_id <= (SELECT endpoint_after FROM derivation)" >/dev/null
run "$EFC" db status
is "$code" 3 "a run that ended in the middle is seen"
run "$EFC" db migrate
like "$out" 'traits of 630 endpoints and sites derived again' "the next one goes on where it ended"
is "$(traits)" "$right" "and the traits are what they were"

# ---- records that are replaced ----
# Twenty records about one merchant, of two partners, which have some values in common.
"$EFC" partner add bank-two --name 'Bank Two' --kind acquirer --country DE
shop() { # FIRST LAST EMAIL PHONE ACCEPTOR
    for i in $(seq "$1" "$2"); do printf "R-%d,2026-03-%02dT12:00:00Z,content,412345,%s,Shop %d,%s,%s\n" "$i" "$i" "$5" $((i % 3)) "$3" "$4"; done
}
head=source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name,support_email,support_phone
{ echo $head; shop 1 10 one@shop.example +4930901820 SHOP1; } >first.csv
{ echo $head; shop 5 15 one@shop.example +4930901821 SHOP1; } >second.csv
# Another e-mail address, another merchant, a number less, one line twice; the third and the fourth once more as they are.
{ echo $head; shop 1 2 two@shop.example +4930901820 SHOP1; shop 1 1 three@shop.example '' SHOP1; shop 3 4 one@shop.example +4930901820 SHOP1
  shop 5 6 one@shop.example +4930901820 SHOP2; shop 11 12 one@shop.example +4930901822 SHOP1; } >third.csv
take() { { "$EFC" ingest --partner "$1" --kind merchant_flag "$2" >/dev/null; } 2>&1; }
take bank-one first.csv >/dev/null
take bank-two second.csv >/dev/null
"$EFC" correlate >/dev/null
had=$(traits)
like "$(take bank-one third.csv)" '9 records: 2 accepted, 2 duplicate, 5 revised' "records are replaced"
replaced=$(traits)
unlike "$replaced" "$had" "which changes traits"
is "$(sql "SELECT count(*) FROM changed_value WHERE value LIKE '%+4930901820%'")" 0 "a number that others still have is not lost"
sql "UPDATE derivation SET version = 1" >/dev/null
"$EFC" db migrate >/dev/null 2>&1
is "$(traits)" "$replaced" "to what deriving all of them gives, to the byte"
"$EFC" correlate --rebuild >/dev/null
{ echo $head; shop 3 10 '' '' SHOP3; } >fourth.csv
like "$(EFC_CHUNK_RECORDS=2 take bank-one fourth.csv)" '8 records: 0 accepted, 0 duplicate, 8 revised' "all but two are replaced, two at a time"
replaced=$(traits)
sql "UPDATE derivation SET version = 1" >/dev/null
"$EFC" db migrate >/dev/null 2>&1
is "$(traits)" "$replaced" "and again it is what deriving all of them gives"
done_testing
