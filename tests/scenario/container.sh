#!/bin/bash
# Several files in one ZIP: each by its own format, counted by itself, its lines named by file and line; kinds by the files' names.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
fresh_database container
cd "$scratch" || exit 3
golden=$source_dir/tests/golden/profile
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE

python3 - "$golden" <<'PYTHON'
import gzip, io, json, sys, warnings, zipfile
warnings.simplefilter("ignore")
golden = sys.argv[1]
read = lambda name: open("%s/%s.sample" % (golden, name), "rb").read()
def write(name, *members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", method) as out:
        for member, text in members:
            out.writestr(zipfile.ZipInfo(member), text, method)
head = "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,note\n"
row = lambda ref, note="": "%s,2026-03-01T12:00:00Z,content,412345,M%s,%s\n" % (ref, ref, note)
flag = lambda ref, **more: json.dumps(dict({"source_ref": ref, "flagged_at": "2026-03-01T12:00:00Z", "reason": "content",
                                            "acquirer_bin": "412345", "card_acceptor_id": "M" + ref}, **more)) + "\n"
csv = head + row("A-1", "4111111111111111") + "A-2,yesterday,content,412345,MA2,\n" + row("A-3")
ndjson = flag("B-1") + "{broken\n" + flag("B-2", victim_name="SENTINEL") + flag("A-1", note="411111******1111")
write("several.zip", ("__MACOSX/._x", "x"), ("june/first, \"best\" {1}.csv", csv), ("june/", ""), ("second.ndjson", ndjson),
      ("third.json.gz", gzip.compress(("[" + flag("C-1") + "]").encode())), ("last.csv", head + row("D-1")))
write("stored.zip", ("a.csv", head + row("E-1")), ("b.csv", head + row("E-2")), method=zipfile.ZIP_STORED)
write("xml.zip", ("goaml.xml", read("goaml")), ("statement.xml", read("iso20022")), ("more.csv", "source_ref,transacted_at,amount,currency,reason,creditor_iban\nT-1,2026-03-01T12:00:00Z,19.95,EUR,content,DE89370400440532013000\n"))
inner = io.BytesIO()
with zipfile.ZipFile(inner, "w") as out: out.writestr("a.csv", csv)
write("nested.zip", ("a.csv", csv), ("inner.zip", inner.getvalue()))
write("readme.zip", ("a.csv", csv), ("README.txt", "These are our flags.\n"))
write("empty.zip", ("a.csv", csv), ("b.csv", ""))
write("refused.zip", ("a.csv", csv), ("b.csv", head.replace("note", "victim_name") + row("F-1", "SENTINEL")))
write("hundred.zip", *[("%d.csv" % n, head + row("H-%d" % n)) for n in range(100)])
write("more.zip", *[("%d.csv" % n, head + row("H-%d" % n)) for n in range(101)])
account = "source_ref,flagged_at,reason,account_scheme,account_id\nG-1,2026-03-01T12:00:00Z,content,iban,DE89370400440532013000\n"
write("batch.zip", ("july/merchants-1.csv", head + row("G-1")), ("accounts-1.csv", account), ("merchants-2.csv", head + row("G-2") + row("G-3")))
write("unknown.zip", ("merchants-1.csv", head + row("G-1")), ("others.csv", account))
write("large.zip", *[("%d.csv" % n, head + "".join(row("L-%d-%d" % (n, i)) for i in range(8000))) for n in range(4)])
PYTHON

ingest() { run "$EFC" ingest --partner bank-one --kind merchant_flag "$@"; }
receipt() { python3 -c "import json, sys; r = json.loads(sys.argv[1]); print($1)" "$out"; }
counts='"%d=%d+%d+%d+%d" % (m["records"], m["accepted"], m["duplicate"], m["revised"], m["quarantined"])'
stored() { sql "SELECT translate(encode(content, 'base64'), E'\n', '') FROM submission_chunk ORDER BY submission_id, chunk_number" | while read -r piece; do base64 -d <<<"$piece" | zstd -dqc; done; }

# ---- several files ----
ingest several.zip
is "$code" 1 "several files in a ZIP are taken; bad lines make it exit code 1"
is "$(receipt '[r["records"], r["accepted"], r["duplicate"], r["revised"], r["quarantined"]]')" "[9, 5, 1, 0, 3]" "together they are counted as one file is"
is "$(receipt '" ".join('"$counts"' for m in r["members"])')" "3=2+0+0+1 4=1+1+0+2 1=1+0+0+0 1=1+0+0+0" "and each by itself"
is "$(receipt '[m["member"] for m in r["members"]]')" "['june/first, \"best\" {1}.csv', 'second.ndjson', 'third.json.gz', 'last.csv']" \
    "under its name, whatever the name; what a system puts into every container is passed over"
is "$(receipt '" ".join("%s:%d:%s" % (p["member"].split("/")[-1], p["line"], p["code"]) for p in r["problems"] if p["severity"] == "error" and p["code"] != "required" and p["code"] != "no_endpoint")')" \
    'first, "best" {1}.csv:3:time_invalid second.ndjson:2:json_invalid second.ndjson:3:forbidden_field' "a problem names the file and the line in it"
like "$err" 'second.ndjson, line 2: refused' "and so does what people see"
is "$(receipt 'r["records_sha256"] is not None and r["left_out"]')" 1 "what may not be stored is left out"
first=$out
ingest several.zip
is "$out" "$first" "the same file again gives the same receipt, byte for byte"
unlike "$(stored)" '4111111111111111|SENTINEL' "neither a card number nor a forbidden value of any of them is stored"
like "$(stored)" '411111\*+1111' "the first six and last four digits are"
id=$(receipt 'r["receipt_id"]')
is "$(sql "SELECT count(*) FROM submission WHERE submission_id = '$id' AND format = 'zip'")" 1 "it is one submission"
line=$(sql "SELECT max(line) FROM quarantine WHERE submission_id = '$id'")
run "$EFC" quarantine show "$id" "$line" --reason 'ticket 1'
like "$out" 'member +second.ndjson' "a line in quarantine names its file"
run "$EFC" quarantine retry --submission "$id" --whole
is "$(python3 -c 'import json, sys; r = json.loads(sys.argv[1]); print(r["records"], [m["records"] for m in r["members"]])' "$out")" "9 [3, 4, 1, 1]" \
    "a whole container can be replayed"
run "$EFC" audit verify
is "$code" 0 "the log and what is stored agree"
ingest stored.zip
is "$(receipt '[m["accepted"] for m in r["members"]]')" "[1, 1]" "files that are not compressed are taken"
ingest hundred.zip
is "$(receipt 'len(r["members"]), r["accepted"]')" "100 100" "a hundred files are taken"
run "$EFC" ingest --partner bank-one --kind transaction_flag xml.zip
is "$(receipt '[(m["member"], m["records"]) for m in r["members"]]')" "[('goaml.xml', 2), ('statement.xml', 3), ('more.csv', 1)]" \
    "each goes by the profile of its own format"

# ---- containers that are refused as a whole ----
before=$(sql "SELECT count(*) FROM submission")
# refused NAME EXPECTED SENTENCE
refused() {
    ingest "$1"
    is "$code" 1 "$3 is refused"
    like "$err" "$2" "$3: the message says why"
}
refused nested.zip 'nested.zip: inner.zip: a ZIP file inside of another' "a container inside of another"
refused readme.zip 'readme.zip: README.txt: line 1' "a file that is none of ours"
refused empty.zip 'empty.zip: b.csv: the file is empty' "an empty file"
refused refused.zip 'refused.zip: b.csv: line 1, column victim_name' "a file with a column that may not be sent"
refused more.zip 'more than 100 files' "more files than are taken"
is "$(sql "SELECT count(*) FROM submission")" "$before" "of a container that is refused nothing is stored"
unlike "$(stored)" 'SENTINEL' "not even of the files that were good"

# ---- kinds by the files' names ----
cat >names.conf <<'EOT'
name: Kinds by name
format: csv
file_kinds: ["merchants*=merchant_flag", "accounts*=account_flag"]
fields:
EOT
for field in source_ref flagged_at reason acquirer_bin card_acceptor_id account_scheme account_id; do
    printf '  - field: %s\n    column: %s\n' $field $field >>names.conf
done
run "$EFC" ingest --partner bank-one --profile names.conf batch.zip
is "$code $(wc -l <<<"$out")" "0 2" "kinds by the names of the files: a receipt for each kind"
is "$(python3 -c 'import json, sys
for r in map(json.loads, sys.argv[1].splitlines()): print(r["record_kind"], r["accepted"], [m["member"] for m in r.get("members", [])])' "$out")" \
    "merchant_flag 3 ['july/merchants-1.csv', 'merchants-2.csv']
account_flag 1 ['accounts-1.csv']" "each takes the files of its kind"
is "$(python3 -c 'import json, sys
for r in map(json.loads, sys.argv[1].splitlines()): print(*["%(member)s: %(reason)s %(record_kind)s" % m for m in r["members_passed_over"]], sep=", ")' "$out")" \
    "accounts-1.csv: other_kind account_flag
july/merchants-1.csv: other_kind merchant_flag, merchants-2.csv: other_kind merchant_flag" "and names those of the other kind"
run "$EFC" ingest --partner bank-one --profile names.conf unknown.zip
is "$code" 1 "a file of which the profile tells no kind refuses the container"
like "$err" 'does not tell the kind' "and the message says so"
run "$EFC" ingest --partner bank-one --profile names.conf --kind site_report batch.zip
like "$err" 'holds no file of the kind site_report' "nor can a kind be asked for that none has"
run "$EFC" partner check names.conf batch.zip
is "$code" 0 "a container can be checked like a file"
like "$err" 'batch.zip: 3 records of kind merchant_flag' "each kind by itself"
like "$err" 'batch.zip: 1 records of kind account_flag' "whatever the container is called"

# ---- cut off ----
EFC_CHUNK_RECORDS=1000 "$EFC" ingest --partner bank-one --kind merchant_flag large.zip >cut.txt 2>&1 &
pid=$!
for _ in $(seq 300); do
    [ "$(sql "SELECT coalesce(max(records), 0) FROM submission WHERE source = 'large.zip'")" -lt 9000 ] || break
    sleep 0.1
done
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
in_the_middle=$(sql "SELECT records FROM submission WHERE source = 'large.zip'")
ok "$([ "$in_the_middle" -ge 9000 ] && [ "$in_the_middle" -lt 32000 ]; echo $?)" "a process is killed in the second file or later ($in_the_middle records)"
for _ in $(seq 100); do # the server has to notice
    ingest large.zip
    [ "$code" != 3 ] && break
    sleep 0.1
done
is "$(receipt '[r["accepted"]] + [m["accepted"] for m in r["members"]]')" "[32000, 8000, 8000, 8000, 8000]" "and another goes on where it stopped"
is "$(sql "SELECT count(*) FROM record WHERE source_ref LIKE 'L-%'")" 32000 "each record is there once"
done_testing
