#!/bin/bash
# A world of partners' files: every record is counted as the world says, and what is derived depends neither on the order of the
# files, nor on the size of the chunks, nor on how many processes are at it.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/traits.sh"
"$EFC_BUILD/efc-world" --out "$scratch/world" --flags 2500 --seed 11 2>/dev/null
world=$scratch/world

# Partners first, so that all databases number them alike.
prepare() {
    fresh_database "$1"
    while IFS=$'\t' read -r id kind country name _; do
        [ "$id" = partner ] || [ "$id" = id ] || "$EFC" partner add "$id" --kind "$kind" --country "$country" --name "$name"
    done <"$world/partners.tsv" >/dev/null 2>&1
}

prepare ingest_forth
forth=$EFC_DB
"$EFC" ingest --create-partners --manifest "$world/manifest.json" >"$scratch/receipts" 2>/dev/null
is $? 1 "a world with broken lines ends with exit code 1"
receipts_match "$world/expected.json" "$scratch/receipts" "each receipt counts what the world says"
is "$(sql "SELECT count(*) FROM submission WHERE state = 'done'")" "$(wc -l <"$scratch/receipts")" "each submission is done"
is "$(sql "SELECT count(*) FROM record WHERE submission_id NOT IN (SELECT submission_id FROM submission)")" 0 "each record has its submission"
is "$(sql "SELECT sum(accepted + revised) FROM submission")" "$(sql "SELECT count(*) FROM record")" "each record on file is counted once"
is "$(sql "SELECT count(*) FROM (SELECT record_id FROM record WHERE NOT superseded GROUP BY 1 HAVING count(*) > 1) s")" 0 \
    "of each record one revision at most is in force"
is "$(sql "SELECT count(*) FROM endpoint WHERE endpoint_id NOT IN (SELECT endpoint_id FROM changed_endpoint)")" 0 \
    "correlation is told of every endpoint"

"$EFC" ingest --manifest "$world/manifest.json" 2>/dev/null | cmp -s - "$scratch/receipts"
ok $? "all of it again gives the same receipts, byte for byte"

leaked=0
while read -r number; do
    for t in submission_chunk problem quarantine record endpoint_trait site_trait endpoint; do
        n=$(sql "SELECT count(*) FROM $t x WHERE position('$number' IN x::text) > 0")
        leaked=$((leaked + n))
    done
done < <(grep -oE '[0-9]{12,19}' "$world/card_numbers.txt" | sort -u | head -12)
is "$leaked" 0 "no card number that stands in the files reached a table"

prepare ingest_back
python3 - "$world/manifest.json" >"$world/back.json" <<'PY'
import json, sys
print(json.dumps(json.load(open(sys.argv[1]))[::-1]))
PY
EFC_CHUNK_RECORDS=37 "$EFC" ingest --manifest "$world/back.json" >/dev/null 2>&1
same_state "$forth" "$EFC_DB" "files in the opposite order and in small chunks end in the same rows"

prepare ingest_parallel
python3 - "$world/manifest.json" "$world" <<'PY'
import json, sys
entries = json.load(open(sys.argv[1]))
for i in range(4):
    json.dump(entries[i::4], open(f"{sys.argv[2]}/part{i}.json", "w"))
PY
pids=()
for i in 0 1 2 3; do
    EFC_CHUNK_RECORDS=101 "$EFC" ingest --manifest "$world/part$i.json" >"$scratch/parallel.$i" 2>"$scratch/parallel.err.$i" &
    pids+=($!)
done
wait "${pids[@]}"
cat "$scratch"/parallel.[0-3] >"$scratch/parallel"
receipts_match "$world/expected.json" "$scratch/parallel" "four processes at once: each receipt counts what the world says"
same_state "$forth" "$EFC_DB" "four processes at once end in the same rows"

# One file, two processes: the second waits and gets the same receipt.
prepare ingest_twice
file=$(ls -S "$world"/*.transaction_flag.csv | head -1)
partner=$(basename "$file" .transaction_flag.csv)
for i in 1 2; do
    EFC_CHUNK_RECORDS=50 "$EFC" ingest --partner "$partner" --kind transaction_flag "$file" >"$scratch/twice.$i" 2>/dev/null &
    twice[i]=$!
done
wait "${twice[@]}"
cmp -s "$scratch/twice.1" "$scratch/twice.2"
ok $? "two processes with the same file get the same receipt"
[ -s "$scratch/twice.1" ]
ok $? "and it is one"

# A revision takes back what the earlier one said.
prepare ingest_revision
head='source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,support_email,merchant_url'
printf '%s\n' "$head" 'R-1,2026-03-01T12:00:00Z,content,412345,M1,one@a.example,https://c.example/x' \
    'R-2,2026-03-02T12:00:00Z,content,412345,M1,one@a.example,' >"$scratch/first.csv"
printf '%s\n' "$head" 'R-1,2026-03-01T12:00:00Z,content,412345,M2,two@b.example,' >"$scratch/second.csv"
take() { "$EFC" ingest --partner acq-nord --kind merchant_flag "$1" 2>/dev/null; }
take "$scratch/first.csv" >/dev/null
sql "DELETE FROM changed_endpoint; DELETE FROM changed_value"
like "$(take "$scratch/second.csv")" '"accepted":0,"duplicate":0,"revised":1' "other content under the same reference is a revision"
is "$(sql "SELECT string_agg(revision || ' ' || superseded, ', ' ORDER BY revision) FROM record WHERE source_ref = 'R-1'")" \
    "1 true, 2 false" "both stay on file"
is "$(sql "SELECT records FROM endpoint_trait t JOIN endpoint USING (endpoint_id) WHERE name LIKE '%/M1' AND value = 'one@a.example'")" 1 \
    "what both records had said is now said by one"
is "$(sql "SELECT count(*) FROM endpoint_trait WHERE value LIKE '%c.example%'")" 0 "what only the revised record had said is gone"
like "$(sql "SELECT string_agg(value, ' ' ORDER BY value) FROM changed_value")" 'c\.example' "correlation is told of the values that were lost"
is "$(sql "SELECT count(*) FROM changed_endpoint")" 2 "and of both endpoints"

# Revisions of four partners about the same merchants, at once: what is derived again and what is added meanwhile do not lose each other.
prepare ingest_revisions
partners=(acq-nord acq-midi acq-baltic psp-delta)
revise() { # PARTNER ROUND
    printf '%s\n' "$head"
    for i in $(seq 400); do echo "R-$i,2026-03-01T12:00:00Z,content,412345,M$(((i * 7 + $2) % 60)),$1-$((i % 5))@m$(((i + $2) % 40)).example,"; done
}
revising() {
    for round in 1 2 3; do
        revise "$1" $round >"$scratch/$1.$round.csv"
        EFC_CHUNK_RECORDS=60 "$EFC" ingest --partner "$1" --kind merchant_flag "$scratch/$1.$round.csv" 2>/dev/null || return
    done >"$scratch/revising.$1"
}
pids=()
for partner in "${partners[@]}"; do
    revising "$partner" &
    pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid" || echo "# $pid ended with $?"; done
is "$(cat "$scratch"/revising.* | grep -c '"accepted":0,"duplicate":0,"revised":400')" 8 "four processes at once revise what they said"
traits() { sql "SELECT md5(string_agg(t::text, '|' ORDER BY t::text COLLATE \"C\")) FROM endpoint_trait t"; }
before=$(traits)
sql "UPDATE derivation SET version = 1" >/dev/null
"$EFC" db migrate >/dev/null 2>&1
is "$(traits)" "$before" "and its traits are those that are derived from all records"

# ---- where the time goes ----
printf 'source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id\nT-1,2026-01-01T00:00:00Z,content,412345,T1\n' >"$scratch/timed.csv"
run "$EFC" ingest --partner acq-nord --kind merchant_flag --stages "$scratch/timed.csv"
is "$(sed -n 's/^stage \([a-z]*\) .*/\1/p' <<<"$err" | tr '\n' ' ')" "read store await record ahead turn decode trait receipt commit all " \
    "the stages of an ingest can be printed"
is "$(sed -n 's/^stage [a-z ]* \([0-9.]*\) s .*/\1/p' <<<"$err" | awk '{ part[NR] = $1 } END { print (NR == 11 && part[11] > 0 && part[1] + part[2] + part[3] + part[4] + part[5] + part[6] <= part[11] + 0.01) }')" 1 \
    "and those of one thread are no more than what passed"
unlike "$out" "stage" "and stand beside the receipts, not among them"
done_testing
