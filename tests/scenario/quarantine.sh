#!/bin/bash
# Lines that could not be taken: they are explained, corrected by their partner, or taken once more when rules or a profile are put right.
. "$(dirname "$0")/../support/tap.sh"
fresh_database quarantine
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE --actor admin
"$EFC" partner add bank-two --name 'Bank Two' --kind acquirer --country FR --actor admin
of() { python3 -c 'import json,sys; print(json.load(sys.stdin).get(sys.argv[1]))' "$1"; }
accounted() { python3 -c 'import json,sys; r=json.load(sys.stdin); print(*[r[k] for k in ("records","accepted","duplicate","revised","quarantined")])'; }

# ---- what is wrong, and what may have been meant ----
cat >"$scratch/bad.csv" <<'CSV'
source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,settlement_iban,support_email,merchant_country
Q-1,2026-03-01T12:00:00Z,chargebacks,412345,SHOP1,DE89370400440532013000,help@one.example,DE
Q-2,2026-31-03T12:00:00Z,chargebacks,412345,SHOP2,,help@two.example,DE
Q-3,2026-03-01T12:00:00Z,chargeback,412345,SHOP3,,help@three.example,DE
Q-4,2026-03-01T12:00:00Z,chargebacks,12345,SHOP4,,help@four.example,DE
Q-5,2026-03-01T12:00:00Z,chargebacks,412345,SHOP5,DE893704OO440532013000,help @five.example,Germany
Q-6,yesterday,chargebacks,412345,SHOP6,,help@six.example,DE
Q-7,2026-03-01T12:00:00Z,chargebacks,412345,SHOP7,,"broken"quote,DE
CSV
run "$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/bad.csv"
is "$(accounted <<<"$out")" "7 2 0 0 5" "what cannot be taken goes to quarantine"
like "$err" 'line 4, reason: refused: .*: chargebacks, transaction_laundering, content,' "whoever sent it is told what the field may say"
first=$(of receipt_id <<<"$out")
receipt=$out
run "$EFC" quarantine list --format csv
is "$(sed 1d <<<"$out" | cut -d, -f2,3,4,6-)" \
    $'3,bank-one,merchant_flag,Q-2,flagged_at,time_invalid,day_and_month,in quarantine
4,bank-one,merchant_flag,Q-3,reason,choice_unknown,near_choice,in quarantine
5,bank-one,merchant_flag,Q-4,acquirer_bin,too_short,leading_zero,in quarantine
7,bank-one,merchant_flag,Q-6,flagged_at,time_invalid,,in quarantine
8,bank-one,merchant_flag,,,broken_quote,,in quarantine' "it is listed with line, reason and the mistake that was probably made"
is "$("$EFC" quarantine list --code time_invalid --format csv | sed 1d | cut -d, -f2 | tr '\n' ' ')" "3 7 " "by reason"
is "$("$EFC" quarantine list --partner bank-two --format csv | sed 1d)" "" "by partner"
is "$("$EFC" quarantine list --kind site_report --format csv | sed 1d)" "" "by kind of record"
is "$("$EFC" quarantine list --submission "$first" --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)))')" 5 "by submission"
run "$EFC" quarantine list --code nonsense
is "$code" 2 "an unknown reason is wrong usage"

run "$EFC" quarantine show "$first" 3 --reason 'ticket 42' --actor anna
like "$out" '^fix +2026-03-31T12:00:00Z$' "a line is shown with a suggested fix"
like "$out" '^why +day and month have changed places$' "and why"
like "$out" '^explanation +the time is not of the form' "and what is wrong, in words"
like "$out" '^Q-2,2026-31-03T12:00:00Z,' "and as it came"
run "$EFC" quarantine show "$first" 5 --reason 'ticket 42' --format json --actor anna
is "$(python3 -c 'import json,sys; p=json.load(sys.stdin)["problems"][0]; print(p["fix"], p["fix_count"])' <<<"$out")" "012345 1" "the same as JSON"
like "$("$EFC" audit list --action quarantine.read --format csv)" "anna,quarantine.read,$first,.*ticket 42" "who reads a line, when and why stands in the log"
run "$EFC" quarantine show "$first" 5
is "$code" 2 "without a reason nobody reads"
run "$EFC" quarantine show "$first" 2 --reason x
is "$code $out" "1 " "a line that was taken is not shown"
is "$(sql "SELECT count(*) FROM audit_leaf WHERE action = 'quarantine.read'")" 2 "and nothing is logged as read"
is "$(sql "SELECT string_agg(fix_kind || ' ' || fix_value || ' ' || fix_count, ', ' ORDER BY problem_number) FROM problem WHERE severity = 'warning'")" \
    "country_name DE 1, blanks help@five.example 1, look_alike DE89370400440532013000 1" "doubts about lines that were taken have fixes, too"
is "$(sql "SELECT count(*) FROM record WHERE content::text ~ '2026-03-31|012345'")" 0 "no fix is applied by itself"

# ---- taken once more ----
run "$EFC" quarantine retry --submission "$first" --actor anna
is "$code $(accounted <<<"$out") $(of replays <<<"$out")" "1 5 0 0 0 5 $first" "nothing has changed: a retry takes nothing, and says so"
is "$("$EFC" quarantine list --format csv | sed 1d | wc -l)" 5 "and all of it is still in quarantine, once"
run "$EFC" quarantine retry
is "$code" 2 "what is to be retried has to be said"
run "$EFC" quarantine retry --submission 57a6e1b1-2d2d-8b9c-b9f6-cdf98caebb83
is "$code" 1 "an unknown submission is an error"
like "$err" 'no such submission' "that says so"
run "$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/bad.csv"
is "$out" "$receipt" "the first receipt never changes"

# A profile that reads the dates as they are written, and knows the word.
cat >"$scratch/bank-one.conf" <<'CONF'
format: csv
kind: merchant_flag
fields:
  - {field: source_ref, column: source_ref}
  - {field: flagged_at, column: flagged_at}
  - {field: reason, column: reason, map: ["chargeback=chargebacks", "chargebacks=chargebacks"]}
  - {field: acquirer_bin, column: acquirer_bin}
  - {field: card_acceptor_id, column: card_acceptor_id}
  - {field: support_email, column: support_email}
CONF
run "$EFC" quarantine retry --code choice_unknown --profile "$scratch/bank-one.conf"

is "$code $(accounted <<<"$out")" "0 1 1 0 0 0" "lines with one reason are taken under a profile that was put right"
like "$err" '1 submissions: 1 lines were taken' "and counted"
is "$("$EFC" quarantine list --all --format csv | grep 'Q-3' | cut -d, -f10)" "retried" "the line has left quarantine"
is "$(sql "SELECT count(*) FROM record WHERE source_ref = 'Q-3' AND line = 4")" 1 "the record names its line"
is "$(sql "SELECT count(*) FROM audit_leaf WHERE action = 'submission.done'")" 3 "each try has its leaf"
run "$EFC" quarantine retry --code choice_unknown
is "$code$out" "0" "nothing is left to retry"
run "$EFC" quarantine retry --submission "$first" --whole --profile "$scratch/bank-one.conf"

is "$(accounted <<<"$out")" "7 0 2 1 4" "the whole submission is replayed: what says something else is a revision"
run "$EFC" quarantine retry --submission "$first" --whole --profile "$scratch/bank-one.conf"
is "$(accounted <<<"$out")" "7 0 3 0 4" "and again: nothing twice"
is "$(sql "SELECT count(*), count(*) FILTER (WHERE NOT superseded) FROM record")" "4|3" "each record is in force once"

# ---- what the partner has said since stands above it ----
printf '%s\n' "$(head -1 "$scratch/bad.csv")" 'Q-6,2026-03-05T12:00:00Z,content,412345,SHOP6,,new@six.example,DE' >"$scratch/newer.csv"
"$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/newer.csv" >/dev/null 2>&1
sed -i 's/{field: flagged_at, column: flagged_at}/{field: flagged_at, constant: "2026-03-02T00:00:00Z"}/' "$scratch/bank-one.conf"
run "$EFC" quarantine retry --submission "$first" --profile "$scratch/bank-one.conf"

is "$(accounted <<<"$out")" "4 1 1 0 2" "a line about which the partner has said something newer counts as a duplicate"
is "$(sql "SELECT content->>'support_email' FROM record WHERE source_ref = 'Q-6' AND NOT superseded")" "new@six.example" "and what is newer stays"
is "$("$EFC" quarantine list --all --format csv | grep 'Q-6' | cut -d, -f10)" "overtaken" "the line has been overtaken"
sed -i '1i character_set: windows-1252' "$scratch/bank-one.conf"
run "$EFC" quarantine retry --submission "$first" --profile "$scratch/bank-one.conf"
is "$code" 1 "another character set needs the file"
like "$err" 'character set' "and that is said"

# ---- a retry that is killed goes on ----
awk 'BEGIN { print "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id"
             for (i = 1; i <= 3000; i++) printf "K-%d,2026-03-01T12:00:00Z,%s,412345,KSHOP%d\n", i, i % 2 ? "chargeback" : "chargebacks", i }' >"$scratch/many.csv"
run "$EFC" ingest --partner bank-two --kind merchant_flag "$scratch/many.csv"
many=$(of receipt_id <<<"$out")
is "$(accounted <<<"$out")" "3000 1500 0 0 1500" "many lines are in quarantine"
sed -e '/character_set/d' -e 's/constant: "2026-03-02T00:00:00Z"/column: flagged_at/' -e '/support_email/d' "$scratch/bank-one.conf" >"$scratch/bank-two.conf"
RANDOM=5
for _ in 1 2 3 4 5 6; do
    EFC_CHUNK_RECORDS=100 "$EFC" quarantine retry --submission "$many" --profile "$scratch/bank-two.conf" >"$scratch/out" 2>/dev/null &
    pid=$!
    sleep "0.$((300 + RANDOM % 600))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
done
for _ in 1 2 3; do
    run "$EFC" quarantine retry --submission "$many" --profile "$scratch/bank-two.conf"
    [ "$code" = 3 ] || break
    sleep 2
done
is "$(sql "SELECT count(*), count(*) FILTER (WHERE NOT superseded), count(DISTINCT source_ref) FROM record WHERE source_ref LIKE 'K-%'")" \
    "3000|3000|3000" "a retry that was killed goes on: nothing lost, nothing twice"
is "$(sql "SELECT sum(accepted), sum(duplicate), sum(revised), min(state) FROM submission WHERE replays = '$many'")" "1500|0|0|done" "and is counted once"
is "$(sql "SELECT count(*) FROM quarantine WHERE submission_id = '$many' AND settled_at IS NULL")" 0 "quarantine is empty"
run "$EFC" audit verify --format csv
is "$code:$out" "0:table,id,finding" "the audit log and all that it speaks of are in order"
done_testing
