#!/bin/bash
# A programme in time: members, merges and splits, closings; and an analyst who undoes a merge.
. "$(dirname "$0")/../support/tap.sh"
fresh_database programme
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE --closes wallet/paypal --actor admin
"$EFC" partner add hotline --name Hotline --kind hotline --country DE --actor admin
take() { cat >"$scratch/in.ndjson"; "$EFC" ingest --partner "$1" --kind "$2" "$scratch/in.ndjson" >/dev/null 2>"$scratch/ingest.err" || diag <"$scratch/ingest.err"; }
account() { echo "{\"source_ref\":\"A-$1-$2\",\"flagged_at\":\"2026-01-0${2}T10:00:00Z\",\"reason\":\"content\",\"account_scheme\":\"wallet\",\"wallet_provider\":\"paypal\",\"account_id\":\"$1\"}"; }
site() { # NAME DAY ENDPOINT…
    local name=$1 day=$2 list
    shift 2
    list=$(printf '"paypal:%s",' "$@")
    echo "{\"source_ref\":\"S-$name-$day\",\"reported_at\":\"2026-01-${day}T10:00:00Z\",\"url\":\"https://$name.example/\",\"payment_endpoints\":[${list%,}]}"
}
for n in one two three four; do account $n 2; done | take bank-one account_flag
{ site left 05 one two; site right 06 three four; } | take hotline site_report
export EFC_CLOCK=2026-02-01T12:00:00Z
"$EFC" correlate >/dev/null
programme_of() { "$EFC" programme list --format csv | awk -F, -v m="$1" '$2 == m { print $1 }'; }
timeline() { "$EFC" programme timeline "$1" --format csv | sed 1d; }
left=$(programme_of left.example)
ok "$([ -n "$left" ] && [ "$left" != "$(programme_of right.example)" ]; echo $?)" "two programmes form"
is "$(timeline "$left" | cut -d, -f1-3)" "2026-01-02T10:00:00Z,endpoint first seen,payto://wallet/paypal/one
2026-01-02T10:00:00Z,endpoint first seen,payto://wallet/paypal/two
2026-01-05T10:00:00Z,site first seen,left.example
2026-02-01T12:00:00Z,formed," "each with its timeline"

# A member joins; then the two grow together.
export EFC_CLOCK=2026-02-02T12:00:00Z
account five 3 | take bank-one account_flag
site left 10 one two five | take hotline site_report
"$EFC" correlate >/dev/null
like "$(timeline "$left")" '2026-02-02T12:00:00Z,joined,,"change [0-9]+, 1 members"' "a member that joins is recorded"
export EFC_CLOCK=2026-02-03T12:00:00Z
{ site left 12 one two five three; site right 12 three four one; } | take hotline site_report
"$EFC" correlate >/dev/null
is "$(programme_of right.example)" "$left" "the larger takes the smaller in"
change=$(timeline "$left" | sed -nE 's/.*,merged,.*change ([0-9]+),.*/\1/p')
like "$(timeline "$left")" '2026-02-03T12:00:00Z,merged,[0-9a-f-]{36},"change [0-9]+, 3 members"' "the merge is recorded, with what it took in"

# An analyst undoes it.
export EFC_CLOCK=2026-02-04T12:00:00Z
run "$EFC" programme undo "$change" --reason 'two resellers, case 7' --actor ana
is "$code" 0 "an analyst undoes the merge"
like "$out" 'decision 1: 3 and 4 members lie apart' "and is told what that means"
"$EFC" correlate >/dev/null
ok "$([ "$(programme_of right.example)" != "$left" ]; echo $?)" "they are two again"
is "$(programme_of left.example)" "$left" "the larger keeps its id"
"$EFC" programme list --format csv | sort >"$scratch/incremental"
"$EFC" correlate --rebuild >/dev/null
is "$("$EFC" programme list --format csv | sort | cmp - "$scratch/incremental" && echo same)" same "a rebuild says the same"
like "$(timeline "$left")" '2026-02-04T12:00:00Z,decided: apart,' "the decision stands in the timeline"
like "$("$EFC" programme decisions --format csv)" "^1,apart,$change,$left,.*,ana,2026-02-04T12:00:00Z,,,\"two resellers, case 7\"" "and in the list"
run "$EFC" programme undo "$change" --reason again
is "$code" 1 "it is undone once"
run "$EFC" programme undo 1 --reason 'not a merge'
is "$code" 1 "what is no merge or split cannot be undone"
run "$EFC" programme undo one --reason x
is "$code" 2 "a number that is none is wrong usage"
run "$EFC" programme release 1 --actor ben
is "$code" 0 "the decision is released"
"$EFC" correlate >/dev/null
is "$(programme_of right.example)" "$left" "and they are one again"
run "$EFC" programme release 1
is "$code" 1 "it is released once"
is "$("$EFC" programme decisions --format csv | wc -l) $("$EFC" programme decisions --all --format csv | wc -l)" "1 2" "a released one is listed with --all"

# The reports that tied them are corrected: they split. Somebody knows better and undoes the split.
export EFC_CLOCK=2026-02-04T18:00:00Z
"$EFC" programme list --format csv | sort >"$scratch/whole"
{ site left 12 one two five; site right 12 three four; } | take hotline site_report
"$EFC" correlate >/dev/null
half=$(programme_of right.example)
ok "$([ "$half" != "$left" ]; echo $?)" "the programme falls in two"
split=$(timeline "$half" | sed -nE 's/.*,split,.*change ([0-9]+),.*/\1/p' | tail -1)
export EFC_CLOCK=2026-02-04T19:00:00Z
run "$EFC" programme undo "$split" --reason 'one owner after all, case 7' --actor ben
like "$out" 'decision 2: 3 and 4 members belong together' "an analyst undoes the split"
"$EFC" correlate >/dev/null
is "$("$EFC" programme list --format csv | sort)" "$(cat "$scratch/whole")" "members and id are what they were before"
"$EFC" correlate --rebuild >/dev/null
is "$("$EFC" programme list --format csv | sort)" "$(cat "$scratch/whole")" "a rebuild says the same"
is "$(timeline "$left" | grep -E '2026-02-04T1[89]' | sed 's/change [0-9]*/change N/')" "2026-02-04T18:00:00Z,split off,$half,\"change N, 3 members\"
2026-02-04T19:00:00Z,merged,$half,\"change N, 3 members\"
2026-02-04T19:00:00Z,decided: together,$left,decision 2 about change N" "its timeline tells of the split, the decision and what came of it"
is "$(timeline "$half" | grep -E '2026-02-04T1[89]' | sed 's/change [0-9]*/change N/')" "2026-02-04T18:00:00Z,split,$left,\"change N, 3 members\"
2026-02-04T19:00:00Z,merged into,$left,\"change N, 3 members\"
2026-02-04T19:00:00Z,decided: together,$left,decision 2 about change N" "and so does that of the part, which is gone"
run "$EFC" programme undo "$(timeline "$left" | sed -nE 's/.*,merged,.*change ([0-9]+),.*/\1/p' | tail -1)" --reason 'no' --actor ana
is "$code $err" "1 efc programme undo: decision 2 says the opposite: release it, efc programme release 2" "what contradicts a decision in force is refused"

"$EFC" programme release 2 --actor ben >/dev/null
"$EFC" correlate >/dev/null
is "$(programme_of right.example)" "$half" "released, the part is out again under the id that it had"
{ site right 12 three four one; site left 12 one two five three; } | take hotline site_report # another file, or it would be known
"$EFC" correlate >/dev/null
is "$(timeline "$left" | grep -E '2026-02-04T19.*(merged|split)' | sed 's/change [0-9]*/change N/' | cut -d, -f2)" "merged
split off
merged" "what happened at one time stands in the order in which it happened"

# A closing and a return.
sql "INSERT INTO request (request_id, endpoint_id, endpoint, partner_id, state, events, proposed_at, proposed_by, probability, evidence, message, closed_at)
     SELECT 1, endpoint_id, name, 'bank-one', 'closed_frozen', 1, '2026-02-05', 'x', 1, '{}', '', '2026-02-05' FROM endpoint WHERE name LIKE '%/one';
     INSERT INTO request_event VALUES (1, 1, '2026-02-05T12:00:00Z', 'x', 'sent', 'closed_frozen', NULL)"
export EFC_CLOCK=2026-02-20T12:00:00Z
echo '{"source_ref":"A-six","flagged_at":"2026-02-19T12:00:00Z","reason":"content","account_scheme":"wallet","wallet_provider":"paypal","account_id":"six","holder_email":"pay@left.example"}' | take bank-one account_flag
echo '{"source_ref":"S-left-20","reported_at":"2026-02-19T13:00:00Z","url":"https://left.example/","payment_endpoints":["paypal:six"]}' | take hotline site_report
"$EFC" correlate >/dev/null 2>&1
like "$(timeline "$left")" '2026-02-05T12:00:00Z,endpoint closed_frozen,payto://wallet/paypal/one,request 1' "a closing stands in the timeline"
like "$(timeline "$left")" 'back on another endpoint,payto://wallet/paypal/six,"?request 1, 14 days after the closing' "and so does the return"
run "$EFC" programme show "$left"
like "$out" 'merged with' "efc programme show tells how it came to be"
run "$EFC" programme timeline 00000000-0000-0000-0000-000000000000
is "$code" 1 "an unknown programme is an error"

# ---- the log ----
run "$EFC" audit verify --format csv
unlike "$out" '^programme_decision' "the log knows the decision"
sql "UPDATE programme_decision SET decision = 'together'"
run "$EFC" audit verify --format csv
like "$out" '^programme_decision,1,.*changed' "an altered one is found"
sql "DELETE FROM programme_decision"
run "$EFC" audit verify --format csv
like "$out" '^programme_decision,1,.*removed' "and one that is gone"

# ---- what holds parts together without being a link ----
# Two shops whose merchants have one owner; two more whose sites have one mailbox; and three that would be strong apart.
fresh_database programme_kin
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE --actor admin
"$EFC" partner add hotline --name Hotline --kind hotline --country DE --actor admin
merchant() { echo "{\"source_ref\":\"M-$1\",\"flagged_at\":\"2026-01-02T10:00:00Z\",\"reason\":\"content\",\"acquirer_bin\":\"412345\",\"card_acceptor_id\":\"$1\",\"principal\":[\"$2\"]}"; }
shop() { # NAME MAILBOX MERCHANT…
    local name=$1 mailbox=$2 list
    shift 2
    list=$(printf '"payto://card-acceptor/412345/%s",' "$@")
    echo "{\"source_ref\":\"S-$name\",\"reported_at\":\"2026-01-05T10:00:00Z\",\"url\":\"https://$name.example/\",\"contact_email\":\"$mailbox\",\"payment_endpoints\":[${list%,}]}"
}
{ merchant A1 'Jane Roe'; merchant A2 'Jane Roe'; merchant B1 'John Doe'; merchant B2 'Ann Other'; } | take bank-one merchant_flag
{ shop a one@a.example A1; shop b two@b.example A2; shop c us@mail.example B1; shop d us@mail.example B2; } | take hotline site_report
"$EFC" correlate >/dev/null
shown() { "$EFC" programme show "$(programme_of "$1")" --format json >"$scratch/shown.json"; python3 -c 'import json, sys; p = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$scratch/shown.json" "$2"; }
like "$("$EFC" programme show "$(programme_of a.example)")" 'kin: an owner of the same name, owner = jane roe, which 2 endpoints have' \
    "efc programme show names the owner who alone ties two endpoints"
is "$(shown a.example '[(b["is"], b["one"][-2:], b["other"][-2:], b["rule"], b["shared"], b["cut"]) for b in p["bridges"]], p["leaves"]')" \
    "([('endpoint', 'A2', 'A1', 'same_owner', 2, False)], 2)" "and so does its JSON, where sites that hang on it by one link are leaves"
is "$(shown a.example 'p["bridges"][0]["off"]')" "{'endpoints': 1, 'sites': 1}" "with what would fall off"
like "$("$EFC" programme show "$(programme_of a.example)")" '1 endpoint and 1 site would fall off without it' "as the table says"
like "$("$EFC" programme show "$(programme_of a.example)")" 'members that hang on it by one tie alone: 2' "which counts the leaves"
is "$(shown a.example '(p["programme"] != "", [m["name"] for m in p["members"] if m["is"] == "site"], [(c["change"], c["members"]) for c in p["changes"]])')" \
    "(True, ['a.example', 'b.example'], [('formed', 4)])" "with the members and how it came to be"
is "$(shown c.example 'sorted((b["is"], *sorted((b["one"], b["other"])), b["value"]) for b in p["bridges"] if b["tie"] == "kin")')" \
    "[('site', 'c.example', 'd.example', 'us@mail.example')]" "a mailbox that alone ties two sites is shown, too"

# Each part grows until it could stand alone: an owner's name alone holds them together no longer.
{ merchant A3 'Ida Elder'; merchant A4 'Max Elder'; } | take bank-one merchant_flag
{ shop a one@a.example A1 A3; shop b two@b.example A2 A4; } | sed 's/"S-[ab]/&-2/' | take hotline site_report
"$EFC" correlate >/dev/null
ok "$([ "$(programme_of a.example)" != "$(programme_of b.example)" ]; echo $?)" "a name alone does not hold two parts together that could stand alone"
for side in "a b" "b a"; do
    set -- $side
    is "$(shown "$1.example" '[(b["value"], b["cut"], b["across"], b["off"]) for b in p["bridges"]]')" \
        "[('jane roe', True, '$(programme_of "$2.example")', {'endpoints': 2, 'sites': 1})]" \
        "what was cut is shown in $1.example's programme, with the one across and what fell off"
done
"$EFC" correlate --rebuild >/dev/null
is "$(shown b.example '[(b["value"], b["cut"]) for b in p["bridges"] if b["tie"] == "kin"]')" "[('jane roe', True)]" "a rebuild finds the same"
for member in payto://card-acceptor/412345/A1 https://www.a.example/pay; do
    run "$EFC" programme show "$member"
    like "$out" "^programme  $(programme_of a.example), 3 members" "the programme of $member is found by its name"
done
like "$out" '\(1 link\)' "one link is one link"
is "$("$EFC" programme timeline a.example)" "$("$EFC" programme timeline "$(programme_of a.example)")" "so is its timeline"
run "$EFC" programme show nobody.example
is "$code $err" "1 efc programme show: it is unknown or in no programme" "who is in none is told so"
run "$EFC" programme show 'no name'
is "$code $(head -1 <<<"$err")" "2 efc programme show: PROGRAMME is an id that efc programme list prints, or an endpoint or a site of one" "what is no name is wrong usage"
run "$EFC" programme show "$(programme_of a.example)" --format csv
is "$code" 2 "it is a table or JSON"
done_testing
