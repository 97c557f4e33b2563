#!/bin/bash
# No card number is stored, however it is spelled and wherever it stands: raw bytes, records, quarantine, problems, log.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
fresh_database card_number
cd "$scratch" || exit 3
"$EFC" partner add bank-one --name 'Bank One' --kind acquirer --country DE

# The same number in every spelling.
number=4111111111111111
python3 - >spellings.txt <<'PYTHON'
number = "4111111111111111"
groups = [number[i : i + 4] for i in range(0, 16, 4)]
for gap in (" ", "-", "  ", ".", " - ", "\u00a0", "\u2009", "\u202f", "\u2011", "\u200b", "&nbsp;", "&#160;", "&thinsp;"):
    print(gap.join(groups))
for zero in (0xFF10, 0x660, 0x966, 0x1D7CE):
    print("".join(chr(zero + int(d)) for d in number))
    print(" ".join("".join(chr(zero + int(d)) for d in group) for group in groups))
PYTHON

# $1: a function of python that writes one spelling as a JSON string
ndjson() {
    python3 - "$1" <<'PYTHON'
import json, sys

def every_unit(text): # but the names of references
    if "&" in text:
        return text.replace("&", "\\u0026")
    units = text.encode("utf-16-be")
    return "".join("\\u%04x" % int.from_bytes(units[i : i + 2], "big") for i in range(0, len(units), 2))

write = {"plain": lambda s: json.dumps(s, ensure_ascii=False), "escaped": json.dumps,
         "all": lambda s: '"' + every_unit(s) + '"'}[sys.argv[1]]
for i, text in enumerate(open("spellings.txt", encoding="utf-8").read().splitlines()):
    for field, broken in (("note", ""), ("merchant_name", ""), ("note", "}"), ("source_ref", "")):
        head = '{"source_ref":"%s-%d%s%s","flagged_at":"2026-03-01T12:00:00Z","reason":"content","acquirer_bin":"412345","card_acceptor_id":"M%d",' % (
            sys.argv[1], i, field, len(broken), i)
        if field == "source_ref":
            head = head[head.index(",") + 1 :]
            head = "{" + head
        print(head + '"%s":%s%s}' % (field, write(text), broken))
PYTHON
}
csv() {
    echo source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name,note
    local n=0
    while IFS= read -r text; do
        n=$((n + 1))
        echo "C-$n,2026-03-01T12:00:00Z,content,412345,M$n,Shop $text,paid with $text"
        echo "C-$n-bad,2026-03-01T12:00:00Z,content,412345,M$n,$text" # too few fields: quarantine keeps the line
    done <spellings.txt
}
ndjson plain >plain.ndjson
ndjson escaped >escaped.ndjson
ndjson all >all.ndjson
csv >spellings.csv
lines=0
for file in plain.ndjson escaped.ndjson all.ndjson spellings.csv; do
    python3 "$source_dir/tests/support/card_found.py" $number <"$file" >/dev/null
    is $? 1 "$file holds the number"
    run "$EFC" ingest --partner bank-one --kind merchant_flag $file
    is "$code" 1 "$file: its bad lines are refused, the rest is taken"
    printf '%s\n%s\n' "$out" "$err" >>said.txt
    lines=$((lines + $(grep -c . $file)))
done
is "$(sql "SELECT count(*) > 100 FROM record")" t "records were taken"
is "$(sql "SELECT count(*) > 60 FROM quarantine")" t "lines went to quarantine"

sql "SELECT encode(content, 'hex') FROM submission_chunk ORDER BY submission_id, chunk_number" |
    python3 -c 'import sys; [sys.stdout.buffer.write(bytes.fromhex(line)) for line in sys.stdin]' >chunks.bin
zstd -qdc <chunks.bin >raw.txt
is "$(wc -l <raw.txt)" "$((lines))" "all raw bytes are there"
sql "SELECT convert_from(content, 'UTF8') FROM quarantine" >quarantine.txt
pg_dump -d "$EFC_DB" --data-only >dump.sql 2>/dev/null
for place in raw.txt quarantine.txt dump.sql said.txt; do
    python3 "$source_dir/tests/support/card_found.py" $number <$place | diag
    ok "${PIPESTATUS[0]}" "no card number stands in $place"
done
like "$(cat raw.txt)" '411111\*{6}1111' "what is left is the first six and the last four digits"
done_testing
