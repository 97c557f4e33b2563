#!/bin/bash
# Partners whose files have a layout of their own send them to the push API: the profile below data_dir is applied there as well.
. "$(dirname "$0")/../support/tap.sh"
fresh_database serve_profile
. "$(dirname "$0")/../support/serve.sh"
cd "$source_dir" || exit 3
golden=tests/golden/profile
mkdir -p "$scratch/data/partners"
cp config/partners/acquirer-spreadsheet.conf "$scratch/data/partners/bank-one.conf"
cp config/partners/processor-export.conf "$scratch/data/partners/processor.conf"
export EFC_DATA_DIR=$scratch/data

serve_start
nginx_start
bank=$(token_add bank-one submit read)
processor=$(token_add processor submit read)
hotline=$(token_add hotline submit read)

token=$bank
ask POST /v1/submissions -H 'Content-Type: text/csv; charset=windows-1252' --data-binary "@$golden/acquirer-spreadsheet.sample"
is "$status $(field record_kind) $(field records) $(field accepted)" "201 merchant_flag 3 2" "the profile tells kind, columns and character set"
is "$(sql "SELECT source_ref || ' ' || event_at AT TIME ZONE 'UTC' FROM record ORDER BY source_ref LIMIT 1")" \
    'MF-1001 2026-03-01 12:05:00' "and the time zone"
run "$EFC" ingest --partner bank-one "$golden/acquirer-spreadsheet.sample"
is "$(sed 's/.*"receipt_id":"\([^"]*\)".*/\1/' <<<"$out")" "$(field receipt_id)" "the same file by hand is the same submission"
ask POST /v1/submissions -H 'Content-Type: text/csv' --data-binary $'a;b\n1;2\n'
is "$status" 422 "a table that the profile does not fit is refused"

token=$processor
ask POST /v1/submissions -H 'Content-Type: text/tab-separated-values' --data-binary "@$golden/processor-export.sample"
is "$status" 400 "a profile of several kinds needs to be told which"
like "$body" '/query/record_kind' "and the problem says where"
ask POST '/v1/submissions?record_kind=transaction_flag' -H 'Content-Type: text/tab-separated-values' --data-binary "@$golden/processor-export.sample"
first="$status $(field records)"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Content-Type: text/tab-separated-values' --data-binary "@$golden/processor-export.sample"
is "$first $status" "201 $((6 - $(field records))) 201" "each kind is a submission of its own, and every line is in one of them"

token=$hotline
ask POST /v1/submissions -H 'Content-Type: text/csv' --data-binary $'source_ref\n1\n'
is "$status" 400 "without a profile the kind has to be said"
cat >"$scratch/bundle.json" <<'END'
{"type": "bundle", "id": "bundle--1", "objects": [
 {"type": "indicator", "id": "indicator--1", "spec_version": "2.1", "created": "2026-03-01T00:00:00Z",
  "pattern": "[url:value = 'https://shop.example/'] OR [bank-account:iban = 'DE89370400440532013000']"},
 {"type": "url", "id": "url--1", "value": "https://alone.example/"}]}
END
ask POST '/v1/submissions?record_kind=site_report' -H 'Content-Type: application/stix+json;version=2.1' --data-binary "@$scratch/bundle.json"
is "$status $(field records) $(field accepted)" "201 2 1" "a bundle is taken; what has no time is in quarantine"
like "$body" '"field":"reported_at"' "and the receipt says why"
ask POST '/v1/submissions?record_kind=account_flag' -H 'Content-Type: application/stix+json;version=2.1' --data-binary "@$scratch/bundle.json"
is "$status $(field records) $(field accepted)" "201 1 1" "its accounts are a submission of their own"

# ---- a ZIP whose files are of several kinds, told by their names ----
{
    printf 'name: Kinds by name\nformat: csv\nfile_kinds: ["merchants*=merchant_flag", "accounts*=account_flag"]\nfields:\n'
    for name in source_ref flagged_at reason acquirer_bin card_acceptor_id account_scheme account_id; do
        printf '  - field: %s\n    column: %s\n' $name $name
    done
} >"$scratch/data/partners/batches.conf"
python3 - "$scratch" <<'PY'
import sys, zipfile
merchant = "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id\n%s,2026-03-01T12:00:00Z,content,412345,M1\n"
account = "source_ref,flagged_at,reason,account_scheme,account_id\n%s,2026-03-01T12:00:00Z,content,iban,DE89370400440532013000\n"
with zipfile.ZipFile(sys.argv[1] + "/batch.zip", "w") as out:
    out.writestr('july/accounts "best" {1}, a.csv', account % "Z-1")
    out.writestr("merchants-1.csv", merchant % "Z-2")
    out.writestr("accounts-2.csv", account % "Z-3")
PY
token=$(token_add batches submit read)
zip=(-H 'Content-Type: application/zip' --data-binary "@$scratch/batch.zip")
ask POST '/v1/submissions?record_kind=merchant_flag' "${zip[@]}"
is "$status $(field accepted) $(python3 -c 'import json, sys; print(json.load(sys.stdin)["members_passed_over"])' <<<"$body")" \
    "201 1 [{'member': 'july/accounts \"best\" {1}, a.csv', 'reason': 'other_kind', 'record_kind': 'account_flag'}, {'member': 'accounts-2.csv', 'reason': 'other_kind', 'record_kind': 'account_flag'}]" \
    "the receipt names the files that are of another kind, and which"
receipt=$body
ask GET "/v1/submissions/$(field receipt_id)"
is "$body" "$receipt" "and so it does later"
ask POST '/v1/submissions?record_kind=account_flag' "${zip[@]}"
is "$status $(field accepted) $(python3 -c 'import json, sys; print([m["member"] for m in json.load(sys.stdin)["members_passed_over"]])' <<<"$body")" \
    "201 2 ['merchants-1.csv']" "sent as that kind, they are taken"
ask POST '/v1/submissions?record_kind=site_report' "${zip[@]}"
is "$status" 422 "a kind that none of them has is refused"
like "$body" 'holds no file of the kind site_report' "with the reason"

# ---- a profile that is changed while the server runs ----
token=$bank
profile=$scratch/data/partners/bank-one.conf
sed 's/^1001/7001/; s/^1002/7002/; s/^1003/7003/' "$golden/acquirer-spreadsheet.sample" >"$scratch/next.csv"
touch -r "$profile" "$scratch/stamp"
sed -i 's/prefix: "MF-"/prefix: "XX-"/' "$profile"
touch -r "$scratch/stamp" "$profile"
ask POST /v1/submissions -H 'Content-Type: text/csv; charset=windows-1252' --data-binary "@$scratch/next.csv"
is "$status $(sql "SELECT count(*) FROM record WHERE source_ref IN ('XX-7001', 'XX-7002')")" "201 2" \
    "the next submission goes by it, even when its size and time are the same"

# One whose body is still coming in when the profile is broken goes by the one that it began with.
mkfifo "$scratch/slow"
curl -s --cacert "$scratch/certificates/ca.pem" -o "$scratch/slow.body" -T - -X POST -H "Authorization: Bearer $token" --no-buffer \
    -H 'Content-Type: text/csv; charset=windows-1252' -H 'Expect:' --unix-socket "$socket" 'http://efc/v1/submissions' <"$scratch/slow" &
slow=$!
exec 8>"$scratch/slow"
head -2 "$scratch/next.csv" | sed 's/^7001/8001/' >&8
for _ in $(seq 100); do # it has begun
    [ "$(curl -s --unix-socket "$socket" http://efc/metrics | awk '/^efc_http_in_flight/ { print $2 }')" -lt 2 ] || break
    sleep 0.1
done
sleep 1 # and has read its profile, which nobody sees from outside
echo 'kind: nothing' >"$profile"
ask POST /v1/submissions -H 'Content-Type: text/csv' --data-binary "@$golden/acquirer-spreadsheet.sample"
is "$status" 503 "a profile that the operator broke is not the partner's fault"
like "$(cat "$scratch/serve.log")" 'bank-one.conf' "and the log says which"
exec 8>&-
wait "$slow"
like "$(cat "$scratch/slow.body")" '"accepted":1' "what had begun before is taken by the profile it began with"
cp config/partners/acquirer-spreadsheet.conf "$profile"
sed 's/^1001/9001/; s/^1002/9002/; s/^1003/9003/' "$golden/acquirer-spreadsheet.sample" >"$scratch/last.csv"
ask POST /v1/submissions -H 'Content-Type: text/csv; charset=windows-1252' --data-binary "@$scratch/last.csv"
is "$status $(field accepted)" "201 2" "and once it is mended all is well"
no_reports
done_testing
