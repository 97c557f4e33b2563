#!/bin/bash
# XML and spreadsheets on their way to the database: what is stored of them, and containers that are hostile or broken.
. "$(dirname "$0")/../support/tap.sh"
fresh_database spreadsheet
golden=$source_dir/tests/golden/profile
"$EFC" partner add bank-one --name "Bank One" --kind bank --country DE

# ---- XML without a profile ----
run "$EFC" ingest --partner bank-one --kind transaction_flag "$golden/goaml.sample"
like "$err" '2 records: 1 accepted, .* 1 in quarantine' "goAML needs no profile"
like "$out" '"line":49,' "a problem names the line of the file"
like "$out" '"passed_over":3,"left_out":28' "the receipt counts what was not stored"
stored() { sql "SELECT translate(encode(content, 'base64'), E'\n', '') FROM submission_chunk" | while read -r piece; do base64 -d <<<"$piece" | zstd -dqc; done; }
unlike "$(stored)" 'Invented|birthdate|Payer' "persons in a report are not in what is stored"
like "$(stored)" 'Shop A Trading BV' "the account that was paid is"
run "$EFC" ingest --partner bank-one --kind transaction_flag "$golden/iso20022.sample"
like "$err" '3 records: 2 accepted' "a statement gives its marked entries"
unlike "$(stored)" 'Landlord|Grocer|RENT' "entries that are not marked are not in what is stored"
gzip -c "$golden/iso20022.sample" >"$scratch/packed"
run "$EFC" ingest --partner bank-one --kind transaction_flag "$scratch/packed"
like "$err" '0 accepted, 2 duplicate' "packed, under another name, it is the same"
run "$EFC" ingest --partner bank-one --kind transaction_flag "$golden/xml-alerts.sample"
like "$err" 'needs a partner profile' "XML of a partner's own needs a profile"
head -c 2000 "$golden/goaml.sample" >"$scratch/cut.xml"
before=$(sql "SELECT count(*) FROM submission")
run "$EFC" ingest --partner bank-one --kind transaction_flag "$scratch/cut.xml"
like "$err" 'the XML: line [0-9]+, at /report/transaction' "XML that stops is refused with line and path"
printf '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><report><rentity_id>&x;</rentity_id></report>' >"$scratch/doctype.xml"
run "$EFC" ingest --partner bank-one --kind transaction_flag "$scratch/doctype.xml"
like "$err" 'DOCTYPE' "a DOCTYPE is refused"
is "$(sql "SELECT count(*) FROM submission")" "$before" "of a file that is refused nothing is stored"

# ---- files that tell the kind of their records ----
for file in goaml iso20022 stix-fiu misp-cert xarf-hotline iccam-export; do
    run "$EFC" ingest --partner bank-one "$golden/$file.sample"
    like "$out" '"receipt_id"' "$file needs no --kind"
    is "$(grep -c '"records":0,' <<<"$out")" 0 "$file: a receipt for each kind that is in it, and for no other"
done
run "$EFC" ingest --partner bank-one "$golden/hotline-feed.sample"
is "$code" 2 "JSON of a partner's own needs one"
like "$err" 'say the kind of the records' "and it says so"
run "$EFC" ingest --partner bank-one nothing.csv
like "$err" 'No such file' "a file that is not there is no question of kinds"

# ---- spreadsheets ----
run "$EFC" ingest --partner bank-one --profile "$source_dir/config/partners/xlsx-payments.conf" "$golden/xlsx-payments.sample"
like "$err" '3 records: 2 accepted, .* 1 in quarantine' "a spreadsheet is taken"
unlike "$(stored)" '4111111111111111' "a card number in a cell is truncated before it is stored"
like "$(stored)" '411111\*+1111' "its first six and last four digits stay"
run "$EFC" ingest --partner bank-one --profile "$source_dir/config/partners/xlsx-merchants.conf" "$golden/xlsx-merchants.sample"
like "$out" '"passed_over":1,"left_out":2' "lines that are not ticked and columns that nobody named are counted, not stored"
unlike "$(stored)" 'Grocer|k1' "and are not in what is stored"

# ---- containers ----
python3 - "$scratch" "$golden/xlsx-merchants.sample" <<'PY'
import io, os, sys, zipfile
folder, sample = sys.argv[1:]
def write(name, *members, method=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        for member, text in members:
            file.writestr(member, text)
    open(f"{folder}/{name}", "wb").write(data.getvalue())
    return data.getvalue()
import warnings
warnings.simplefilter("ignore")
whole = open(sample, "rb").read()
open(f"{folder}/cut.xlsx", "wb").write(whole[:-40])
open(f"{folder}/shifted.xlsx", "wb").write(b"PK\3\4" + whole)
write("leads.zip", ("../a.csv", "x"))
write("twice.zip", ("a.csv", "x"), ("a.csv", "y"))
write("bomb.zip", ("a.csv", "0" * 20000000))
write("many.zip", *[(f"{i}.csv", "") for i in range(1001)])
plain = write("plain.zip", ("a.csv", "x"))
locked = bytearray(plain); at = locked.rindex(b"PK\1\2"); locked[at + 8] |= 1; locked[6] |= 1
open(f"{folder}/locked.zip", "wb").write(locked)
two = bytearray(write("two.zip", ("a.csv", "x" * 99), ("b.csv", "y" * 99), method=zipfile.ZIP_STORED))
first = two.index(b"PK\1\2"); second = two.index(b"PK\1\2", first + 4)
two[second + 42:second + 46] = two[first + 42:first + 46]
two[second + 46:second + 51] = b"a.csv"
open(f"{folder}/shared.zip", "wb").write(two)
write("several.zip", ("a.csv", "x"), ("b.csv", "y"))
write("nested.zip", ("inner.zip", plain))
write("one.zip", ("__MACOSX/._m.csv", "x"), ("m.csv", "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,note\nZ-1,2026-03-01T12:00:00Z,content,412345,M-9,4111111111111111\n"))
write("book.zip", ("book.xlsx", whole))
wrong = bytearray(whole); wrong[60] ^= 0xFF
open(f"{folder}/damaged.xlsx", "wb").write(wrong)
book = zipfile.ZipFile(sample)
parts = [(name, book.read(name)) for name in book.namelist()]
entity = b'<!DOCTYPE x [<!ENTITY a "b">]>'
texts = b"".join(b"<si><t>%s</t></si>" % os.urandom(500).hex().encode() for _ in range(34000))
write("texts.xlsx", *[(name, text.replace(b"</sst>", texts + b"</sst>") if name.endswith("sharedStrings.xml") else text) for name, text in parts])
write("doctype.xlsx", *[(name, entity + text if name.endswith("sheet1.xml") else text) for name, text in parts])
PY
# contained NAME EXPECTED SENTENCE
contained() {
    run "$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/$1"
    is "$code" 1 "$3 is refused"
    like "$err" "$2" "$3: the message says why"
}
contained cut.xlsx 'directory is missing' "a spreadsheet that is cut off"
contained shifted.xlsx 'does not stand where it should' "a container with bytes in front"
contained leads.zip 'leads out of it' "a name that leads elsewhere"
contained twice.zip 'a.csv: (the name stands there twice|it shares bytes)' "the same name twice"
contained bomb.zip 'a.csv: it unpacks to more than 200 times' "a member that blows up"
contained many.zip 'more than 1000 files' "more members than are taken"
contained locked.zip 'a.csv: it is encrypted' "an encrypted member"
contained shared.zip 'a.csv: it shares bytes with another' "members that share their bytes"
contained plain.zip 'plain.zip: a.csv: line 1' "a container whose file is none of the formats"
contained several.zip 'several.zip: a.csv: line 1' "a container of several files of which one is none of the formats"
contained nested.zip 'nested.zip: inner.zip: a ZIP file inside of another' "a container inside of another"
run "$EFC" ingest --partner bank-one --kind merchant_flag "$scratch/one.zip"
like "$err" '1 records: 1 accepted' "the file in a container is taken"
unlike "$(stored)" '4111111111111111' "a card number in it is truncated before it is stored"
like "$(sql "SELECT format FROM submission WHERE source LIKE '%one.zip'")" csv "by its own format"
run "$EFC" ingest --partner bank-one --profile "$source_dir/config/partners/xlsx-merchants.conf" "$scratch/book.zip"
like "$err" '2 records: 0 accepted, 1 duplicate' "a spreadsheet in a container is read"
contained damaged.xlsx 'damaged|checksum|says' "a damaged member"
contained texts.xlsx 'texts|strings' "a spreadsheet with more than 24 MiB of shared texts"
contained doctype.xlsx 'DOCTYPE' "a DOCTYPE inside of a spreadsheet"
done_testing
