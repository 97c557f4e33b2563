#!/bin/bash
# The whole path with a made-up world of 2,000 flags: counted to the line, no card number stored, links as good as they must be, and the
# same links whichever way they came about.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"

world=$scratch/world
"$EFC_BUILD/efc-world" --out "$world" --seed 11 --flags 2000 --parts 3 2>"$scratch/err"
ok $? "a world can be made"
"$EFC_BUILD/efc-world" --out "$scratch/again" --seed 11 --flags 2000 --parts 3 2>/dev/null
diff -r "$world" "$scratch/again" >"$scratch/diff" 2>&1
ok $? "the same settings give the same files to the byte"
"$EFC_BUILD/efc-world" --out "$scratch/other" --seed 12 --flags 2000 --parts 3 2>/dev/null
! cmp -s "$world/truth.csv" "$scratch/other/truth.csv"
ok $? "another seed gives another world"
run "$EFC_BUILD/efc-world" --out "$scratch/none" --flags many
is "$code" 2 "a wrong setting is wrong usage"
run "$EFC_BUILD/efc-world" --help
is "$code:${out%%:*}" "0:usage" "and --help says which there are"

# ---- what comes in ----

counts() { # JSON objects of files or receipts on stdin: partner kind records accepted duplicate revised quarantined
    local name row
    sed 's/},{/},\n{/g' | while read -r row; do
        for name in partner record_kind records accepted duplicate revised quarantined; do
            sed -nE "s/.*\"$name\": ?\"?([^\",}]*).*/\\1/p" <<<"$row" | tr '\n' ' '
        done
        echo
    done | grep -E '[0-9]'
}

fresh_database world
run "$EFC" ingest --create-partners --manifest "$world/manifest.json"
is "$code" 1 "lines in quarantine make ingest end with 1"
sed 's/.*"files":\[//' "$world/expected.json" | counts >"$scratch/expected"
counts <"$scratch/out" >"$scratch/got"
is "$(cat "$scratch/got")" "$(cat "$scratch/expected")" "each receipt counts what the world knows: records, accepted, duplicates, revisions, quarantine"
awk '$3 != $4 + $5 + $6 + $7 || $3 == "" { bad = 1 } END { exit bad || NR == 0 }' "$scratch/got"
ok $? "accepted + duplicate + revised + quarantined = records, in each receipt"
cp "$scratch/out" "$scratch/receipts"
run "$EFC" ingest --manifest "$world/manifest.json"
is "$out" "$(cat "$scratch/receipts")" "the same files again get the same receipts"
is "$(sql "SELECT count(DISTINCT record_id) FROM record")" "$(awk '{ n += $4 } END { print n }' "$scratch/expected")" \
    "as many records are stored as were accepted"
awk -F, 'NR > 1 { print $1 }' "$world/pairs_with_evidence.csv" | sort -u >"$scratch/truth_endpoints"
sql "SELECT name FROM endpoint" | sort >"$scratch/endpoints"
is "$(comm -23 "$scratch/truth_endpoints" "$scratch/endpoints")" "" "every endpoint of the truth is known by its canonical name"
awk -F, 'NR > 1 { print $2 }' "$world/truth.csv" | sort -u >"$scratch/truth_sites"
sql "SELECT name FROM site" | sort >"$scratch/sites"
is "$(comm -23 "$scratch/truth_sites" "$scratch/sites")" "" "every site of the truth is known by its canonical name"

# ---- card numbers ----

sort -u "$world/card_numbers.txt" >"$scratch/cards"
present() { tr -d ' -' | grep -oFf "$scratch/cards" | sort -u; }
like "$(cat "$world"/*.csv "$world"/*.ndjson | present | wc -l)" '^([5-9]|1[0-9])$' "card numbers stand in the files"
is "$(pg_dump -d "$EFC_DB" | present)" "" "and none of them in a dump of the database"
sql "SELECT encode(content, 'hex') FROM submission_chunk ORDER BY submission_id, chunk_number" >"$scratch/chunks"
python3 -c 'import sys; [sys.stdout.buffer.write(bytes.fromhex(line.strip())) for line in sys.stdin]' <"$scratch/chunks" | zstd -dcq >"$scratch/raw"
raw_size=$(sql "SELECT sum(stored_bytes) FROM submission")
is "$(wc -c <"$scratch/raw")" "$raw_size" "the stored bytes can be unpacked"
is "$(present <"$scratch/raw")" "" "and no card number stands in them"

# ---- links ----

run "$EFC" correlate
is "$code" 0 "correlate ends well"
"$EFC" link list --format csv --min-probability 0 >"$scratch/links"
run "$EFC_BUILD/efc-judge" --world "$world" --brief --least-f1 0.85 --least-precision 0.93 "$scratch/links"
is "$code" 0 "links agree with the truth: F1 at least 0.85, precision from 0.9 on at least 0.93"
diag <<<"$out"
is "$("$EFC" correlate >/dev/null && "$EFC" link list --format csv --min-probability 0 | cmp - "$scratch/links" 2>&1)" "" \
    "a second run changes nothing"
is "$("$EFC" correlate --rebuild >/dev/null && "$EFC" link list --format csv --min-probability 0 | cmp - "$scratch/links" 2>&1)" "" \
    "a rebuild gives the same links to the byte"

# ---- bit by bit ----

links_bit_by_bit() { # DATABASE PART…: ingest a part, correlate, and so on
    local part
    fresh_database "$1"
    for part in "${@:2}"; do
        "$EFC" ingest --create-partners --manifest "$world/manifest.0$part.json" >/dev/null 2>&1
        "$EFC" correlate >/dev/null || return 1
    done
    "$EFC" link list --format csv --min-probability 0
}
links_bit_by_bit world_forward 1 2 3 >"$scratch/forward"
is "$(cmp "$scratch/forward" "$scratch/links" 2>&1)" "" "links that grew part by part are the same to the byte"
links_bit_by_bit world_backward 3 1 2 >"$scratch/backward"
is "$(cmp "$scratch/backward" "$scratch/links" 2>&1)" "" "and so are they when the parts come in another order"

# ---- what the truth calls evidence ----

# Where processors and call centres are few and everybody has their numbers, such a number ties nobody to anybody.
crowd=$scratch/crowd
"$EFC_BUILD/efc-world" --out "$crowd" --seed 13 --flags 2000 --market 0.5 --crowded 2 --hub 1000 --mistaken 0.5 2>/dev/null
fresh_database world_crowd
"$EFC" ingest --create-partners --manifest "$crowd/manifest.json" >/dev/null 2>&1
psql -X -q -d "$EFC_DB" -c "CREATE TABLE pair (endpoint text, site text, strength text, evidence text)" \
    -c "\\copy pair FROM '$crowd/pairs_with_evidence.csv' (FORMAT csv, HEADER)"
holders="SELECT (SELECT min(n) FROM endpoint_trait a JOIN site_trait b USING (bucket, hash, kind, value),
                       LATERAL (SELECT count(DISTINCT x.endpoint_id) AS n FROM endpoint_trait x
                                 WHERE x.bucket = a.bucket AND x.hash = a.hash AND x.kind = a.kind AND x.value = a.value) c
                 WHERE a.endpoint_id = e.endpoint_id AND b.site_id = s.site_id AND a.kind = 4) AS n
           FROM pair JOIN endpoint e ON e.name = endpoint JOIN site s ON s.name = site WHERE evidence = 'phone'"
is "$(sql "SELECT count(*) > 5, count(*) FILTER (WHERE n IS NULL OR n > 24) FROM ($holders) h")" "t|0" \
    "a phone number that ties a pair is stored on both sides, and no more have it than one hand has accounts"

done_testing
