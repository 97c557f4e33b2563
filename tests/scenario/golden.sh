#!/bin/bash
# Files of tests/golden/format and what must become of them, to the byte: <name>.<kind>.<format> gives <name>.<kind>.<format>.expected.
#
#   golden.sh --write   writes what is expected anew
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
fresh_database golden
golden=$source_dir/tests/golden/format
"$EFC" partner add bank-one --name 'Bank One' --kind bank --country DE

# What is kept of a file: counts, problems in the order of the lines, records in the order of their ids of the partner, lines in quarantine.
became_of() {
    python3 -c 'import json, sys
r = json.loads(sys.argv[1])
for name in ("records", "accepted", "duplicate", "revised", "quarantined", "warnings", "ignored_columns"): print(name, r[name])
for p in r["problems"]: print("line %d %s %s %s %s" % (p["line"], p["source_ref"], p["field"], p["code"], p["severity"]))' "$1"
    sql "SELECT 'record ' || content FROM record WHERE submission_id = '$2' ORDER BY source_ref COLLATE \"C\", content::text COLLATE \"C\""
    sql "SELECT 'quarantine ' || line || ' ' || encode(content, 'escape') FROM quarantine WHERE submission_id = '$2' ORDER BY line"
}

for path in "$golden"/*.*.*; do
    [[ $path != *.expected ]] || continue
    name=${path##*/} kind=${path%.*} kind=${kind##*.}
    "$EFC" ingest --partner bank-one --kind "$kind" "$path" >"$scratch/receipt" 2>/dev/null
    id=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["receipt_id"])' <"$scratch/receipt")
    became_of "$(cat "$scratch/receipt")" "$id" >"$scratch/got"
    is "$(sql "SELECT format FROM submission WHERE submission_id = '$id'")" "${path##*.}" "$name is recognised"
    [ "${1:-}" != --write ] || cp "$scratch/got" "$path.expected"
    diff "$path.expected" "$scratch/got" >"$scratch/difference"
    ok $? "$name becomes what it has to"
    diag <"$scratch/difference"
done
done_testing
