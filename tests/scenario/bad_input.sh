#!/bin/bash
# What cannot be taken is refused with line, field and reason, the right exit code, and nothing of it stays behind.
. "$(dirname "$0")/../support/tap.sh"
fresh_database bad_input
cd "$scratch" || exit 3
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE

header=source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name
good() { echo "MF-$1,2026-03-01T12:00:00Z,content,412345,MERCH$1,Shop $1"; }
ingest() { run "$EFC" ingest --partner bank-one --kind "${kind:-merchant_flag}" "$@"; }
receipt() { python3 -c 'import json,sys; r = json.loads(sys.argv[1]); print(eval(sys.argv[2]))' "$out" "$1"; }

# refused FILE REGEX SENTENCE: the file as a whole
refused() {
    local before
    before=$(sql "SELECT count(*) FROM submission")
    ingest "$1"
    is "$code" 1 "$3: exit code 1"
    like "$err" "$2" "$3: the message says so"
    is "$out" "" "$3: there is no receipt"
    is "$(sql "SELECT count(*) FROM submission")" "$before" "$3: nothing is stored"
}

# ---- the file as a whole ----
: >empty.csv
refused empty.csv 'the file is empty' "an empty file"
mkdir folder
refused folder 'folder is a folder, not a file' "a folder"
refused missing.csv 'missing.csv: No such file' "a file that is not there"
{ echo "$header"; good 1; } | iconv -f UTF-8 -t UTF-16 >utf16.csv
refused utf16.csv 'UTF-16: save it as UTF-8' "a file in UTF-16"
{ echo "$header"; good 1; } | iconv -f UTF-8 -t UTF-16LE >utf16le.csv
refused utf16le.csv 'UTF-16: save it as UTF-8' "a file in UTF-16 without a mark"
{ echo "${header/flagged_at,/}"; } >column.csv
refused column.csv 'line 1, column flagged_at: a required column is missing' "a missing column"
{ echo "${header/card_acceptor_id/card_acceptor}"; good 1; } >named.csv
refused named.csv 'line 1, column card_acceptor_id: a required column is missing' "a column of the wrong name"
for sign in ';' '|'; do
    { echo "$header"; good 1; } | tr , "$sign" >delimiter.csv
    refused delimiter.csv "^refused: .*delimiter.csv: line 1: the columns stand between '[$sign]': save the file with commas" "a table with '$sign' between its columns"
done
{ echo "$header,reason"; } >twice.csv
refused twice.csv 'line 1, column reason: the header names a column twice' "a column named twice"
{ echo "$header,victim_name"; echo "$(good 1),Nobody"; } >victim.csv
refused victim.csv 'line 1, column victim_name: this field may not be sent' "a column about victims"
echo '{"source_ref":"MF-1","screenshot":"aGk="}' >picture.ndjson
refused picture.ndjson 'line 1, field screenshot: this field may not be sent' "a picture"
{ echo "source_ref,reported_at,url"; echo "S-1,2026-03-01T12:00:00Z,https://a.example/"; } >reports.csv
refused reports.csv 'line 1: these are the columns of another kind of record than merchant_flag' "a table of another kind"
echo '{"record_kind":"site_report","source_ref":"S-1"}' >reports.ndjson
refused reports.ndjson 'line 1, record_kind: .*not of the kind' "an object of another kind"
{ echo "$header"; for i in $(seq 200); do good "$i"; done; } | gzip >whole.csv.gz
head -c $(($(stat -c %s whole.csv.gz) - 20)) whole.csv.gz >cut.csv.gz
refused cut.csv.gz 'the gzip stream stops before its end' "a truncated gzip"
{ head -c 300 whole.csv.gz; printf 'damaged'; tail -c +308 whole.csv.gz; } >damaged.csv.gz
refused damaged.csv.gz 'the gzip stream is damaged' "a damaged gzip"
head -c 50000000 /dev/zero | gzip >bomb.gz
refused bomb.gz 'NUL byte|more than 200 times|required column|UTF-16|longer' "a gzip that blows up"
printf '\x50\x4b\x03\x04rest' >sheet.xlsx
refused sheet.xlsx 'the ZIP file: its directory is missing' "a spreadsheet that is cut off"
echo '<?xml version="1.0"?>' >a.xml
refused a.xml 'the XML: line 2, at the beginning' "an XML file without an element"

ingest whole.csv.gz
is "$code" 0 "a whole gzip is taken"
is "$(receipt 'r["accepted"]')" 200 "with all its records"

# ---- who and where ----
run "$EFC" ingest --partner nobody --kind merchant_flag whole.csv.gz
is "$code" 1 "an unknown partner: exit code 1"
like "$err" 'there is no partner of this id' "an unknown partner: the message says so"
kind=gossip ingest whole.csv.gz
is "$code" 2 "an unknown kind is wrong usage"
run "$EFC" ingest --partner bank-one whole.csv.gz
is "$code" 2 "without a kind it is wrong usage"
run "$EFC" ingest --partner bank-one --kind merchant_flag
is "$code" 2 "without a file it is wrong usage"
echo '[{"partner":"new-one","record_kind":"merchant_flag","file":"whole.csv.gz"}]' >manifest.json
run "$EFC" ingest --manifest manifest.json
is "$code" 1 "a manifest with an unknown partner: exit code 1"
run "$EFC" ingest --manifest manifest.json --create-partners
is "$code" 0 "--create-partners makes the partner"
is "$(sql "SELECT kind || ' ' || country FROM partner WHERE partner_id = 'new-one'")" "other EU" "as kind other, country EU"
echo '{"partner":"new-one"}' >object.json
run "$EFC" ingest --manifest object.json
is "$code" 1 "a manifest that is no array is refused"

# ---- lines ----
{
    echo "$header"
    good 901
    echo 'MF-902,2026-03-01T12:00:00Z,content,412345,MERCH902,"Shop'
    good 903
    echo 'MF-904,2026-03-01T12:00:00Z,content,412345'
    printf 'MF-905,2026-03-01T12:00:00Z,content,412345,MERCH905,Sh\0op\n'
    printf 'MF-906,2026-03-01T12:00:00Z,content,412345,MERCH906,Sh\xffop\n'
    echo 'MF-907,2026-03-01T12:00:00Z,content,41,MERCH907,Shop'
    echo ',2026-03-01T12:00:00Z,content,412345,MERCH908,Shop'
    echo '4111111111111111,2026-03-01T12:00:00Z,content,412345,MERCH909,Shop'
    good 910
} >lines.csv
ingest lines.csv
is "$code" 1 "bad lines: exit code 1"
is "$(receipt '[r[k] for k in ("records", "accepted", "duplicate", "revised", "quarantined")]')" "[10, 3, 0, 0, 7]" \
    "bad lines: they go to quarantine, the rest goes on"
is "$(receipt '" ".join("%s/%s/%s" % (p["line"], p["field"], p["code"]) for p in r["problems"])')" \
    "3/None/broken_quote 5/None/too_few_fields 6/None/nul_byte 7/None/invalid_utf8 8/acquirer_bin/too_short 9/source_ref/required 10/source_ref/card_number_in_key" \
    "bad lines: each with line, field and reason"
like "$err" 'line 3: refused: a quote is opened and not closed' "bad lines: explained to people"
is "$(sql "SELECT string_agg(q.line::text, ' ' ORDER BY q.line) FROM quarantine q JOIN submission s USING (submission_id) WHERE s.source = 'lines.csv'")" \
    "3 5 6 7 8 9 10" "bad lines: each is kept"
is "$(sql "SELECT count(*) FROM quarantine WHERE position('4111111111111111'::bytea IN content) > 0")" 0 \
    "no card number stands in quarantine"
first=$out
ingest lines.csv
is "$out" "$first" "the same file again gives the same receipt, byte for byte"
is "$(sql "SELECT count(*) FROM record WHERE source_ref = 'MF-901'")" 1 "and no second record"

{ echo "$header"; good 921; printf 'MF-922,'; head -c 100000000 /dev/zero | tr '\0' x; echo; good 923; } >long.csv
EFC_UNIT_MEMORY=16 ingest long.csv
is "$code" 1 "a line of 100 MB: exit code 1"
is "$(receipt '[r["accepted"], r["quarantined"], r["problems"][0]["line"], r["problems"][0]["code"]]')" "[2, 1, 3, 'line_too_long']" \
    "a line of 100 MB is one bad line, and the next is taken"
rm long.csv

printf '%s\n' '{"source_ref":"N-1","flagged_at":"2026-03-01T12:00:00Z","reason":"content","acquirer_bin":"412345","card_acceptor_id":"M1","colour":"red"}' \
    '{"source_ref":"N-2",' '[]' '{"source_ref":"N-3","victim_age":9}' >lines.ndjson
ingest lines.ndjson
is "$(receipt '[r["accepted"], " ".join(p["code"] for p in r["problems"] if p["severity"] == "error" and p["code"] != "required"), r["ignored_columns"]]')" \
    "[1, 'json_invalid json_not_object forbidden_field no_endpoint', ['colour', 'victim_age']]" "bad objects are told apart, unknown keys reported"
like "$err" '^  not read, no field has this name: colour, victim_age$' "also to whoever reads no JSON"
is "$(sql "SELECT length(content) FROM quarantine q JOIN submission s USING (submission_id) WHERE s.source = 'lines.ndjson' AND q.line = 4")" 0 \
    "what may not be stored is not kept in quarantine either"

# ---- the database ----
EFC_DB="host=$scratch dbname=nothing" run "$EFC" ingest --partner bank-one --kind merchant_flag lines.csv
is "$code" 3 "a database that is down: exit code 3"
like "$err" 'the database cannot be reached' "a database that is down: the message says so"
sql "CREATE TABLE kept AS SELECT * FROM schema_migration; DELETE FROM schema_migration WHERE number = (SELECT max(number) FROM schema_migration)"
ingest lines.csv
is "$code" 3 "too old a schema: exit code 3"
like "$err" 'efc db migrate' "too old a schema: the message says what to do"
sql "INSERT INTO schema_migration SELECT * FROM kept ON CONFLICT DO NOTHING; DROP TABLE kept"
ingest lines.csv
is "$code" 1 "with the schema back it goes on"
done_testing
