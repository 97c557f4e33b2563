#!/bin/bash
# Traits that other rules derived are derived again by efc db migrate, also when a run ended in the middle; correlation sees what changed.
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
done_testing
