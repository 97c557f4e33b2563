#!/bin/bash
# Files that are large, many, hostile or bad in every line take no more memory than small ones and a fixed part: a process stays below
# 64 MB.
. "$(dirname "$0")/../support/tap.sh"
fresh_database memory
cd "$scratch" || exit 3
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE
python3 "$source_dir/tests/support/large_files.py" "$scratch"

# A line that is not marked is read and passed over: what is measured is the reading.
for format in xlsx xml json; do
    printf 'name: Marked\nformat: %s\nkind: merchant_flag\nonly: ["report=yes"]\n' $format
    case $format in
    xlsx) echo 'others: drop' ;;
    xml) echo 'records_at: /alerts/alert' ;;
    json) echo 'records_at: alerts' ;;
    esac
    echo 'fields:'
    for field in source_ref flagged_at reason acquirer_bin card_acceptor_id merchant_name; do
        printf '  - field: %s\n    column: %s\n' $field $field
    done
done >all.conf
csplit -sz -f profile. all.conf '/^name:/' '{*}'

# peak ARGUMENT…: of efc ingest; sets $grown, in kB over what a file of one line takes, $out and $err
peak() {
    python3 - "$@" <<'PY'
import os, resource, subprocess, sys
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
with open("out", "w") as out, open("err", "w") as err:
    subprocess.run([os.environ["EFC"], "ingest"] + sys.argv[1:], stdout=out, stderr=err)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=open("peak", "w"))
PY
    out=$(cat out) err=$(cat err)
    grown=$(($(cat peak) - ${least:-0}))
}

echo '{"alerts": [{"source_ref": "1", "report": "no"}]}' >small.json
peak --partner bank-one --profile profile.02 small.json
least=$grown

# bounded_with EXPECTED SENTENCE ARGUMENT…
bounded_with() {
    peak "${@:3}"
    like "$out$err" "$1" "$2"
    ok "$([ "$grown" -lt 40000 ]; echo $?)" "$2: and takes less than 40 MB more than a small file does"
    diag <<<"${*:3}: $grown kB more than $least kB"
}

# bounded FILE PROFILE EXPECTED SENTENCE
bounded() { bounded_with "$3" "$4" --partner bank-one --profile "profile.$2" "$1"; }

bounded large.xlsx 00 '1 records: 1 accepted' "a spreadsheet of 200,000 rows whose texts are shared is read"
bounded texts.xlsx 00 'more than 24 MiB of texts' "one with 100 MB of shared texts is refused"
bounded many_texts.xlsx 00 'more than 2 million texts' "one with 3 million shared texts is refused"
bounded wide.xlsx 00 'row 2 has a value behind its 256th column|row 2 is longer' "one with a very wide row is refused, with the row"
bounded long.xlsx 00 'row 2 is longer than 1 MiB' "one with a very long cell is refused, with the row"
bounded deep.xlsx 00 'refused: .*deep|refused: the spreadsheet|refused: .*nested' "one with elements in elements without end is refused"
bounded large.xml 01 '1 records: [01] accepted' "XML of 200,000 records is read"
bounded value.xml 01 'at /alerts/alert/source_ref: one record .* more than 16 MiB' "XML with a text without end is refused, with its place"
bounded deep.xml 01 'refused: the XML: line 1, at /alerts/alert' "XML with elements in elements without end is refused, with the place"
bounded large.json 02 '1 records: [01] accepted' "nested JSON of 200,000 records is read"
bounded deep.json 02 'not valid JSON' "JSON with arrays in arrays without end is in quarantine"
bounded value.json 02 'longer than 1 MiB' "JSON with a text without end is in quarantine"
bounded names.json 02 'longer than 1 MiB' "JSON with names without end is in quarantine"

# ---- every record in quarantine ----
bounded_with '40000 records: 0 accepted.* 40000 in quarantine' "goAML of which every transaction is bad is read" \
    --partner bank-one --kind transaction_flag bad.xml
bounded_with '100000 records: 0 accepted.* 100000 in quarantine' "CSV of which every line is bad is read" \
    --partner bank-one --kind account_flag bad.csv
bounded_with '100000 records: 0 accepted.* 100000 in quarantine' "NDJSON of which every line is bad is read" \
    --partner bank-one --kind account_flag bad.ndjson

# ---- many files, many records ----
bounded_with '200.csv: 50 records: 50 accepted' "a manifest of 200 files is taken" --manifest many.json
bounded_with '30000 records: 30000 accepted' "30,000 records about one merchant are taken" \
    --partner bank-one --kind transaction_flag one_merchant.csv
bounded_with '1 records: 0 accepted, 0 duplicate, 1 revised' "one of 30,000 records about a merchant is replaced" \
    --partner bank-one --kind transaction_flag revised.csv
done_testing
