#!/bin/bash
# Files that are large or hostile take no more memory than small ones and a fixed part: a process stays below 64 MB.
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

# peak FILE: sets $grown, in kB over what a file of one line takes, $out and $err
peak() {
    python3 - "$1" "profile.$2" <<'PY'
import os, resource, subprocess, sys
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
with open("out", "w") as out, open("err", "w") as err:
    subprocess.run([os.environ["EFC"], "ingest", "--partner", "bank-one", "--profile", sys.argv[2], sys.argv[1]], stdout=out, stderr=err)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=open("peak", "w"))
PY
    out=$(cat out) err=$(cat err)
    grown=$(($(cat peak) - ${least:-0}))
}

echo '{"alerts": [{"source_ref": "1", "report": "no"}]}' >small.json
peak small.json 02
least=$grown

# bounded FILE PROFILE EXPECTED SENTENCE
bounded() {
    peak "$1" "$2"
    like "$out$err" "$3" "$4"
    ok "$([ "$grown" -lt 40000 ]; echo $?)" "$4: and takes less than 40 MB more than a small file does"
    diag <<<"$1: $grown kB more than $least kB"
}

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
done_testing
