#!/bin/bash
# What a link rests on: the printed waterfall gives the probability when it is added up by hand; what speaks against a pair is taken off
# and shown; a link by way of a third says so and carries no request.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"

fresh_database evidence
"$EFC" partner add bank --name Bank --kind acquirer --country DE --closes card-acceptor/412345 --closes card-acceptor/422345 >/dev/null
"$EFC" partner add line --name Line --kind hotline --country DE >/dev/null
cat >"$scratch/flags.csv" <<'CSV'
source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_url,support_email,principal
M1,2026-01-01T00:00:00Z,content,412345,SHOP1,https://shop.example/,help@shop.example,Jane Roe
M2,2026-01-02T00:00:00Z,content,422345,SHOP2,https://front.example/,,Jane Roe
CSV
report() { # SOURCE_REF DAY COMMERCIAL
    printf 'source_ref,reported_at,url,commercial,contact_email\n%s,2026-01-%02dT00:00:00Z,https://shop.example/,%s,help@shop.example\n' \
        "$1" "$2" "$3" >"$scratch/report.csv"
    "$EFC" ingest --partner line --kind site_report "$scratch/report.csv" >/dev/null 2>&1
    "$EFC" correlate >/dev/null
}
"$EFC" ingest --partner bank --kind merchant_flag "$scratch/flags.csv" >/dev/null 2>&1
report S1 2 true

first=payto://card-acceptor/412345/SHOP1 second=payto://card-acceptor/422345/SHOP2
# The numbers of the first column, added up, and the probability that they give; the last line of the waterfall says both.
by_hand() {
    awk '/^ {0,13}-?[0-9]+\.[0-9]{6}  / { if ($2 == "in") exit; sum += $1 } END { printf "%.6f %.6f\n", sum, 1 / (1 + 2 ^ -sum) }' <<<"$1"
}
as_printed() { awk '$2 == "in" && $3 == "all:" { printf "%s %s\n", $1, $5 }' <<<"$1"; }

shown=$("$EFC" link show "$first" shop.example)
is "$(by_hand "$shown")" "$(as_printed "$shown")" "the waterfall adds up to the weight, and the weight gives the probability"
like "$shown" 'not counted: the same value says more as other evidence' "what was left out says why"
like "$shown" 'shared by 1 endpoint and 1 site' "each value says how many share it"
before=$(as_printed "$shown")

# ---- what speaks against the pair ----

report S2 5 false
shown=$("$EFC" link show "$first" shop.example)
like "$shown" '-2\.500000  contrary: .*\(not_commercial\)' "a later assessment that the site takes no money is shown"
is "$(awk -v a="${before% *}" -v b="$(as_printed "$shown" | cut -d' ' -f1)" 'BEGIN { print b - a }')" "-2.5" "and taken off"
is "$(by_hand "$shown")" "$(as_printed "$shown")" "the waterfall still adds up"
report S3 9 true
is "$(as_printed "$("$EFC" link show "$first" shop.example)")" "$before" "the next assessment takes it back"
sql "INSERT INTO request (request_id, endpoint_id, endpoint, partner_id, state, proposed_at, proposed_by, probability, evidence, message, closed_at)
     SELECT 900, endpoint_id, name, 'bank', 'answered_no_violation', '2026-01-10', 'ana', 1, '[]', '', '2026-01-12' FROM endpoint WHERE name = '$first';
     INSERT INTO request_event VALUES (900, 1, '2026-01-12', 'ana', NULL, 'answered_no_violation', NULL)"
"$EFC" correlate >/dev/null
shown=$("$EFC" link show "$first" shop.example)
like "$shown" '\(no_violation\)' "the answer of a partner that found nothing speaks against the pair"
is "$(by_hand "$shown")" "$(as_printed "$shown")" "and the waterfall adds up"
incremental=$("$EFC" link list --min-probability 0 --format csv)
is "$("$EFC" correlate --rebuild >/dev/null; "$EFC" link list --min-probability 0 --format csv)" "$incremental" "a rebuild gives the same links"

# ---- two hops ----

like "$incremental" "^$second,shop.example,0\.[0-6][0-9]*,[^,]*,proposed,two_hops$" "who shares an owner is linked over him, less surely, and marked"
shown=$("$EFC" link show "$second" shop.example)
like "$shown" "two hops, by way of $first" "the way is shown"
like "$shown" 'owner, shared by 2 endpoints' "and what ties the two endpoints, with how many share it"
run "$EFC" request propose "$second" --min-probability 0.5 --actor ana
is "$code" 1 "a request cannot rest on it"
"$EFC" link reject "$first" shop.example --reason 'not his' --actor ana >/dev/null 2>&1
"$EFC" correlate >/dev/null
is "$("$EFC" link list --min-probability 0 --format csv | grep -c two_hops)" 0 "over a link that people have rejected nobody is linked"

done_testing
