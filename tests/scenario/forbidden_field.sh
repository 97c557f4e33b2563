#!/bin/bash
# No value of a forbidden field is stored, in whatever format and however late in the file it comes: raw bytes, records, quarantine,
# problems, the database as a whole, and the files that it lies in.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
fresh_database forbidden_field
cd "$scratch" || exit 3
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE
sentinel=SENTINEL$RANDOM$RANDOM # the log of the database holds what earlier runs wrote

cat >nested.conf <<'EOT'
name: Hotline, nested
format: json
records_at: content.reports
kind: site_report
fields:
  - field: source_ref
    column: id
  - field: reported_at
    column: at
  - field: url
    column: target.address
EOT
cat >agreed.conf <<'EOT'
name: Bank, only what was agreed
format: json
kind: merchant_flag
others: refuse
allowed: [ticket.number]
fields:
EOT
for field in source_ref flagged_at reason acquirer_bin card_acceptor_id; do
    printf '  - field: %s\n    column: %s\n' $field $field >>agreed.conf
done
cat >reports.conf <<'EOT'
name: Hotline, reports in XML
format: xml
records_at: report
kind: site_report
fields:
  - field: source_ref
    column: "@id"
  - field: reported_at
    column: at
  - field: url
    column: address
EOT

# Every file: records that are good, records that are refused for what they name, one more that is good.
python3 - "$sentinel" <<'PYTHON'
import json, sys
import zipfile
S = sys.argv[1]
def write(name, text, mode="w"):
    with open(name, mode) as file:
        file.write(text)
flag = lambda n, **more: dict({"source_ref": "MF-%s" % n, "flagged_at": "2026-03-01T12:00:00Z", "reason": "content",
                               "acquirer_bin": "412345", "card_acceptor_id": "M%s" % n}, **more)
line = lambda n, **more: json.dumps(flag(n, **more))
escaped = line(4, victim_age=S).replace("victim", "\\u0076icti\\u006D")
bad = [line(2, victim_name=S), line(3, images=[S, {"b": S}]), escaped, line(5, note={"password": S}),
       line(6)[:-1] + ', victim: "%s"}' % S, line(7)[:-1] + ", 'cvv': '%s'}" % S, line(8, victim=S * 100000),
       line(9)[:-1] + ', "note": "a "b"", "pin": "%s"}' % S, line(10)[:-1] + ', "photo": "%s\n%s"}' % (S, S)]
write("flags.ndjson", "\n".join([line(1)] + bad + [line(99)]) + "\n")
write("flags.json", "[" + ",\n".join([line("L1")] + bad + [line("L99")]) + "]")
report = lambda n, **more: dict({"id": "N-%s" % n, "at": "2026-03-01T12:00:00Z", "target": {"address": "https://n%s.example/" % n}}, **more)
write("agreed.json", json.dumps([flag("Q1", ticket={"number": 7}), flag("Q2", ticket={"number": 8, "customer": S}), flag("Q3", owner=[{"name": S}]),
                                 flag("Q4", ticket={"number": 9})]))
write("nested.json", json.dumps({"page": 1, "content": {"image": S, "reports": [
    report(1), report(2, child={"name": S, "x": 1}), report(3, page={"html": S}), report(4, assessment={"victims": [{"age": S}]}), report(5)]}}))
iccam = lambda n, **more: dict({"ReportID": n, "Received": "2026-03-01T12:00:00Z", "Url": "https://i%s.example/" % n, "CommercialityID": 2}, **more)
write("iccam.json", json.dumps([iccam(1), iccam(2, GenderID=S), iccam(3, Username=S), iccam(4, GenderID=1), iccam(5, Items=[{"PageTitle": S}])]))
indicator = lambda n, **more: dict({"type": "indicator", "spec_version": "2.1", "id": "indicator--0c2f6b0e-0000-4000-8000-00000000001%d" % n,
                                    "created": "2026-03-01T10:00:00.000Z", "pattern": "[url:value = 'https://s%d.example/']" % n}, **more)
write("stix.json", json.dumps({"type": "bundle", "id": "bundle--0c2f6b0e-0000-4000-8000-000000000001", "objects": [
    indicator(1), indicator(2, victim=S), {"type": "artifact", "id": "artifact--0c2f6b0e-0000-4000-8000-000000000003", "payload_bin": S}, indicator(4)]}))
attribute = lambda n, **more: dict({"uuid": "0c2f6b0e-0000-4000-8000-00000000010%d" % n, "type": "url", "value": "https://m%d.example/" % n,
                                    "timestamp": "1772366400"}, **more)
write("misp.json", json.dumps({"Event": {"uuid": "0c2f6b0e-0000-4000-8000-000000000100", "info": "x", "threat_level_id": "1", "Attribute": [
    attribute(1), attribute(2, screenshot=S), dict(attribute(3), type="attachment", value="a.png", data=S), attribute(4)]}}))
xarf = lambda n, **more: json.dumps(dict({"xarf_version": "4.0.0", "report_id": "0c2f6b0e-0000-4000-8000-00000000020%d" % n,
    "timestamp": "2026-03-01T10:00:00Z", "reporter": {"org": "Example Hotline", "domain": "hotline.example"}, "source_identifier": "192.0.2.10",
    "category": "content", "type": "csam", "url": "https://x%d.example/" % n}, **more))
write("xarf.json", "\n".join([xarf(1), xarf(2, evidence=[{"content_type": "image/png", "payload": S}]), xarf(3)]) + "\n")
xml = lambda n, more: '<report id="X-%d"><at>2026-03-01T12:00:00Z</at><address>https://y%d.example/</address>%s</report>\n' % (n, n, more)
write("reports.xml", "<reports>" + xml(1, "") + xml(2, "<victim><name>%s</name></victim>" % S) + xml(3, '<child name="%s"/>' % S) + xml(4, "") + "</reports>")
header = "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id"
row = "MF-%s,2026-03-01T12:00:00Z,content,412345,M%s"
write("flags.csv", header + ",victim_name\n" + row % ("C1", "C1") + ",\n" + row % ("C2", "C2") + "," + S + "\n")
write("flags.tsv", open("flags.csv").read().replace(",", "\t"))
cells = lambda values: "".join('<c t="inlineStr"><is><t>%s</t></is></c>' % v for v in values)
with zipfile.ZipFile("flags.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
    book.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
    book.writestr("_rels/.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    book.writestr("xl/workbook.xml", '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
    book.writestr("xl/_rels/workbook.xml.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
    book.writestr("xl/worksheets/sheet1.xml", '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join("<row>%s</row>" % cells(line.split(",")) for line in open("flags.csv").read().splitlines()) + "</sheetData></worksheet>")
PYTHON

receipt() { python3 -c "import json, sys; r = json.loads(sys.argv[1]); print($1)" "$out"; }
# $1 file, $2 "accepted quarantined", $3 lines refused for a forbidden field, $4 values and rests that were left out, then options
expect() {
    local file=$1 counts=$2 lines=$3 left_out=$4
    shift 4
    ok "$(grep -c "$sentinel" "$file" | grep -qx 0; echo $((1 - $?)))" "$file holds what may not be stored"
    run "$EFC" ingest --partner bank-one "$@" "$file"
    printf '%s\n%s\n' "$out" "$err" >>said.txt
    is "$(receipt '"%d %d" % (r["accepted"], r["quarantined"])')" "$counts" "$file: the other records are taken"
    is "$(receipt '" ".join(str(p["line"]) for p in r["problems"] if p["code"] in ("forbidden_field", "column_not_allowed"))')" "$lines" \
        "$file: those that name it are refused, each with its line"
    is "$(receipt 'r.get("left_out", 0)')" "$left_out" "$file: the receipt counts what was left out"
    first=$out
    run "$EFC" ingest --partner bank-one "$@" "$file"
    is "$out" "$first" "$file: the same receipt again"
}
refused() {
    run "$EFC" ingest --partner bank-one --kind merchant_flag "$1"
    printf '%s\n%s\n' "$out" "$err" >>said.txt
    is "$code" 1 "$1: a table with such a column is refused as a whole"
    like "$err" 'column victim_name: .*may not be sent' "$1: and it says which column"
}
expect flags.ndjson "2 10" "2 3 4 8" 10 --kind merchant_flag
expect flags.json "2 9" "2 3 4 8" 9 --kind merchant_flag
expect nested.json "2 3" "2 3 4" 4 --profile nested.conf
expect agreed.json "2 2" "2 3" 2 --profile agreed.conf
expect iccam.json "2 3" "2 3 5" 3 --kind site_report
expect stix.json "2 1" "2" 2 --kind site_report
expect misp.json "2 1" "2" 2 --kind site_report
expect xarf.json "2 1" "2" 1 --kind site_report
expect reports.xml "2 2" "2 3" 2 --profile reports.conf
refused flags.csv
refused flags.tsv
refused flags.xlsx
like "$(cat said.txt)" 'forbidden_field' "problems name the reason"

# ---- nothing of it is anywhere ----
sql "SELECT encode(content, 'hex') FROM submission_chunk ORDER BY submission_id, chunk_number" |
    python3 -c 'import sys; [sys.stdout.buffer.write(bytes.fromhex(line)) for line in sys.stdin]' >chunks.bin
zstd -qdc <chunks.bin >raw.txt
is "$(grep -c MF-99 raw.txt)" 1 "raw bytes can be searched"
sql "SELECT convert_from(content, 'UTF8') FROM quarantine" >quarantine.txt
pg_dump -d "$EFC_DB" --data-only >dump.sql 2>/dev/null
sql "SELECT encode(content, 'hex') FROM quarantine" | python3 -c 'import sys; [sys.stdout.buffer.write(bytes.fromhex(line.strip())) for line in sys.stdin]' >>quarantine.txt
for place in raw.txt quarantine.txt dump.sql said.txt; do
    is "$(grep -c "$sentinel" $place)" 0 "it does not stand in $place"
done
sql "CHECKPOINT"
folder=$(sql "SELECT pg_relation_filepath('submission_chunk')")
data=$(sql "SHOW data_directory")
is "$(grep -rlF "$sentinel" "$data/${folder%/*}" "$data/pg_wal" 2>/dev/null | wc -l)" 0 "nor in the files of the database, nor in its log"
like "$(cat raw.txt)" '"victim_name": ?"withheld"' "what is left is the name, and that something was withheld"
done_testing
