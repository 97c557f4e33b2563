#!/bin/bash
# Partner profiles: what each makes of its sample, from the check to the database; profiles that are wrong are refused with a line.
. "$(dirname "$0")/../support/tap.sh"
cd "$source_dir" || exit 3
golden=tests/golden/profile

for profile in config/partners/*.conf; do
    name=$(basename "$profile" .conf)
    run "$EFC" partner check "$profile" "$golden/$name.sample"
    is "$out" "$(cat "$golden/$name.records")" "$name: the records are those of the golden file"
    is "$(sed 's|^tests/golden/profile/||' <<<"$err" | grep -v '^efc partner check:')" "$(cat "$golden/$name.problems")" \
        "$name: the problems are those of the golden file"
done

# wrong PROFILE-TEXT EXPECTED SENTENCE
wrong() {
    printf '%b' "$1" >"$scratch/wrong.conf"
    run "$EFC" partner check "$scratch/wrong.conf"
    is "$code" 1 "$3 is refused"
    like "$err" "$2" "$3: the message says what and where"
}
field='fields:\n  - field: source_ref\n    column: id\n'
wrong "kind: site_report\nstray: 1\n$field" 'line 2: there is no such key' "an unknown key"
wrong "kind: site_report\n$field    stray: 1\n" 'line 5: there is no such key' "an unknown key of a field"
wrong "kind: nothing\n$field" 'kinds: entry 1' "an unknown kind"
wrong "$field" 'say the kind' "a profile without a kind"
wrong "kind: site_report\nfields:\n  - field: nothing\n    column: id\n" 'field 1: there is no such field' "an unknown field"
wrong "kind: site_report\nfields:\n  - field: url\n" 'field 1: it needs a column' "a field without a column"
wrong "kind: site_report\ntime_zone: Europe/Nowhere\n$field" 'time_zone' "an unknown time zone"
wrong "kind: site_report\ncharacter_set: EBCDIC-X\n$field" 'character_set' "an unknown character set"
wrong "kind: site_report\ndate_formats: [dd.QQ]\n$field" 'date_formats: entry 1' "a date format that cannot be read"
wrong "kind: site_report\ndelimiter: abc\n$field" 'delimiter' "a delimiter of three signs"
wrong "kind: site_report\nfields: &a\n  - field: url\n    column: x\nallowed: *a\n" 'profile' "an alias"

# ---- through the database ----
fresh_database profile
"$EFC" partner add bank-one --name "Bank One" --kind acquirer --country DE
run "$EFC" ingest --partner bank-one --profile config/partners/acquirer-spreadsheet.conf "$golden/acquirer-spreadsheet.sample"
is "$code" 1 "a file with a line in quarantine ends with 1"
like "$err" '3 records: 2 accepted, .* 1 in quarantine' "the profile is applied on the way to the database"
is "$(sql "SELECT source_ref || ' ' || event_at AT TIME ZONE 'UTC' FROM record ORDER BY source_ref")" \
    $'MF-1001 2026-03-01 12:05:00\nMF-1002 2026-07-15 07:30:00' "local times are stored as UTC, summer and winter"
run "$EFC" ingest --partner bank-one --profile config/partners/acquirer-spreadsheet.conf "$golden/acquirer-spreadsheet.sample"
like "$err" 'taken before: the same receipt' "the same file again gives the same receipt"
gzip -c "$golden/acquirer-spreadsheet.sample" >"$scratch/packed.gz"
sed 's/IN=content/IN=content", "XX=scheme_alert/; s/d.M.yyyy"/d.M.yyyy", "dd.MM.yyyy H:mm"/' config/partners/acquirer-spreadsheet.conf >"$scratch/better.conf"
run "$EFC" ingest --partner bank-one --profile "$scratch/better.conf" "$golden/acquirer-spreadsheet.sample"
like "$err" '3 records: 0 accepted, 2 duplicate' "by another profile the same file is read anew"
run "$EFC" ingest --partner bank-one --profile config/partners/acquirer-spreadsheet.conf "$scratch/packed.gz"
like "$err" '3 records: 0 accepted, 2 duplicate' "a packed file is unpacked before it is converted"
sed '1s/Sachbearbeiter/Kommentar/' "$golden/acquirer-spreadsheet.sample" >"$scratch/other.csv"
run "$EFC" ingest --partner bank-one --profile config/partners/acquirer-spreadsheet.conf "$scratch/other.csv"
like "$err" 'column Kommentar.*not agreed|column kommentar.*not agreed' "a column that was not agreed refuses the file"
iconv -f CP1252 -t UTF-16 "$golden/acquirer-spreadsheet.sample" >"$scratch/wide.csv"
sed 's/Windows-1252/UTF-16/' config/partners/acquirer-spreadsheet.conf >"$scratch/wide.conf"
run "$EFC" ingest --partner bank-one --profile "$scratch/wide.conf" "$scratch/wide.csv"
like "$err" '3 records: 0 accepted, 2 duplicate' "UTF-16 gives the very same records"
run "$EFC" ingest --partner bank-one --profile config/partners/processor-export.conf "$golden/processor-export.sample"
is "$(wc -l <<<"$out")" 2 "a file of two kinds gives two receipts"
is "$(sql "SELECT sum(records) FROM submission WHERE format = 'tsv'")" 6 "every line is in one of them"
run "$EFC" ingest --partner bank-one "$golden/processor-export.sample"
is "$code" 2 "without a kind and a profile nothing is taken"
mkdir -p "$scratch/data/partners"
cp config/partners/hotline-feed.conf "$scratch/data/partners/hotline-one.conf"
"$EFC" partner add hotline-one --name Hotline --kind hotline --country DE
EFC_DATA_DIR=$scratch/data run "$EFC" ingest --partner hotline-one "$golden/hotline-feed.sample"
like "$err" '3 records: 2 accepted' "the partner's own profile is found below data_dir"
is "$(sql "SELECT count(*) FROM submission WHERE profile LIKE '%Hotline, feed%'")" 1 "and kept with what was decoded by it"
sed 's/quota_mib.*/quota_mib: "1"/' config/partners/acquirer-spreadsheet.conf >"$scratch/small.conf"
{ head -1 "$golden/acquirer-spreadsheet.sample"; line=$(sed -n 2p "$golden/acquirer-spreadsheet.sample"); yes "$line"; } 2>/dev/null |
    head -c 3000000 >"$scratch/large.csv"
run "$EFC" ingest --partner bank-one --profile "$scratch/small.conf" "$scratch/large.csv"
like "$err" "larger than the partner's quota" "a file above the quota is refused"
printf '{"data":{"reports":[{"id":1,"times":{"received":1},"target":{"address":"shop-e.example"},"page":{"html":"x"}}]}}' >"$scratch/content.json"
run "$EFC" ingest --partner hotline-one --profile config/partners/hotline-feed.conf "$scratch/content.json"
like "$err" 'not agreed' "page content is refused by name, however deep it stands"
done_testing
