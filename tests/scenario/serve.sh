#!/bin/bash
# The push API as partners use it: real nginx, curl, efc serve. At the end every documented answer has been seen.
. "$(dirname "$0")/../support/tap.sh"
fresh_database serve
. "$(dirname "$0")/../support/serve.sh"

export EFC_AUDIT_KEY=$scratch/audit.key EFC_AUDIT_ORIGIN=log.example/test
"$EFC" audit key-new "$EFC_AUDIT_KEY" >"$scratch/audit.pub"
serve_start EFC_HTTP_LATER=1
nginx_start
one=$(token_add bank-one submit read withdraw)
two=$(token_add bank-two submit read)
reader=$(token_add bank-one read)
token=$one
csv=(-H 'Content-Type: text/csv' --data-binary)

# ---- for the operator ----
token=
ask GET /health
is "$status $(field status)" "200 alive" "/health says that it lives"
ask HEAD /health
is "$status" 200 "HEAD is answered like GET"
ask GET /ready
is "$status $(field status)" "200 ready" "/ready says that it can work"
ask GET /metrics
like "$body" '^efc_http_requests_total\{route="health",status="200"\}' "/metrics counts requests by route and status"
ask GET /v1/openapi.json
is "$body" "$("$EFC" serve --openapi)" "the description that is served is the one that the binary prints"

# ---- a submission ----
token=$one
merchants 20 >"$scratch/a.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' "${csv[@]}" "@$scratch/a.csv"
is "$status $(field records) $(field accepted)" "201 20 20" "a table is answered with 201 and its receipt"
place=$(header Location)
is "$place" "/v1/submissions/$(field receipt_id)" "Location names the submission"
is "$(field sha256)" "$(sha256sum <"$scratch/a.csv" | cut -d' ' -f1)" "the receipt names the bytes that were sent"
receipt=$body
ask GET "$place"
is "$body" "$receipt" "the receipt can be had again"
ask POST '/v1/submissions?record_kind=merchant_flag' "${csv[@]}" "@$scratch/a.csv"
is "$body" "$receipt" "the same file is answered with the same receipt"
is "$(sql "SELECT count(*) FROM record")" 20 "and its records are there once"

# ---- a receipt is signed ----
echo "$receipt" >"$scratch/receipt.json"
is "$(python3 "$source_dir/tests/support/receipt_check.py" "$scratch/audit.pub" "$scratch/receipt.json")" "signed:yes note:yes root:yes in it:yes leaf:yes" \
    "its checkpoint is signed, is the root of the log, and holds the leaf of the receipt, by another program"
sed 's/"accepted":20/"accepted":19/' "$scratch/receipt.json" >"$scratch/changed.json"
like "$(python3 "$source_dir/tests/support/receipt_check.py" "$scratch/audit.pub" "$scratch/changed.json")" 'leaf:NO' "a receipt that was changed is found"
python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); c = r["checkpoint"]; c["note"] = c["note"].replace("\n%d\n" % c["size"], "\n%d\n" % (c["size"] + 1)); json.dump(r, sys.stdout)' \
    "$scratch/receipt.json" >"$scratch/changed.json"
like "$(python3 "$source_dir/tests/support/receipt_check.py" "$scratch/audit.pub" "$scratch/changed.json")" 'signed:NO' "and so is a checkpoint that was changed"

gzip -kn "$scratch/a.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Content-Encoding: gzip' "${csv[@]}" "@$scratch/a.csv.gz"
is "$status $(field duplicate)" "201 20" "a gzipped body is unpacked"
ask POST '/v1/submissions?record_kind=account_flag' -H 'Content-Type: application/x-ndjson; charset=UTF-8' --data-binary \
    '{"source_ref":"A1","flagged_at":"2026-01-05T10:00:00Z","reason":"content","account_scheme":"wallet","wallet_provider":"paypal","account_id":"seller"}'
is "$status $(field accepted)" "201 1" "NDJSON is taken"
ask POST '/v1/submissions?record_kind=site_report' -H 'Content-Type: application/json' --data-binary \
    '[{"source_ref":"S1","reported_at":"2026-01-05T10:00:00Z","url":"https://shop.example/"}]'
is "$status $(field accepted)" "201 1" "a JSON array is taken"
merchants 3 100 >"$scratch/form.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' -F "file=@$scratch/form.csv;type=text/csv"
is "$status $(field accepted) $(field sha256)" "201 3 $(sha256sum <"$scratch/form.csv" | cut -d' ' -f1)" "the file of a form is taken, and hashed as a file"
ask POST '/v1/submissions?record_kind=merchant_flag' -F "file=@$scratch/form.csv" -F 'other=1'
is "$status $(field pointer)" "422 /body" "a form with more than the file is refused"
ask POST '/v1/submissions?record_kind=merchant_flag' -F 'file=text'
is "$status" 422 "a form without a file is refused"
merchants 2 200 | curl -s --cacert "$scratch/certificates/ca.pem" -o "$scratch/body" -T - -X POST -H "Authorization: Bearer $token" \
    -H 'Content-Type: text/csv' -H 'Transfer-Encoding: chunked' "$url/v1/submissions?record_kind=merchant_flag"
body=$(cat "$scratch/body")
is "$(field accepted)" 2 "a chunked body is taken"

merchants 2 210 | tr , '\t' >"$scratch/tabs.tsv"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Content-Type: text/tab-separated-values' --data-binary "@$scratch/tabs.tsv"
is "$status $(field accepted)" "201 2" "a table with tabs is taken"
ask POST '/v1/submissions?record_kind=transaction_flag' -H 'Content-Type: text/tab-separated-values' --data-binary "@$scratch/tabs.tsv"
is "$status $(field detail)" "422 the body: line 1: these are the columns of another kind of record than transaction_flag" \
    "a table of another kind is refused, in words about the body"
for type in application/xml text/xml; do
    ask POST '/v1/submissions?record_kind=transaction_flag' -H "Content-Type: $type" --data-binary "@$source_dir/tests/golden/profile/goaml.sample"
    is "$status" 201 "a report in XML is taken as $type"
done
for type in application/stix+json application/taxii+json; do
    ask POST '/v1/submissions?record_kind=site_report' -H "Content-Type: $type;version=2.1" --data-binary "@$source_dir/tests/golden/profile/stix-hotline.sample"
    is "$status" 201 "a bundle is taken as $type"
done

# ---- Idempotency-Key ----
merchants 5 300 >"$scratch/key.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "order 1"' "${csv[@]}" "@$scratch/key.csv"
first=$status$body
is "$status" 201 "a submission under a key is taken"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "order 1"' "${csv[@]}" "@$scratch/key.csv"
is "$status$body" "$first" "the same key with the same body gives the same answer"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "order 1"' "${csv[@]}" "@$scratch/a.csv"
is "$status $(field type) $(field pointer)" "422 urn:efc:problem:key_reused /header/Idempotency-Key" "the same key with another body is refused"
ask POST '/v1/submissions?record_kind=transaction_flag' -H 'Idempotency-Key: "order 1"' "${csv[@]}" "@$scratch/key.csv"
is "$status" 422 "and so is the same body as another kind"
token=$two
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "order 1"' "${csv[@]}" "@$scratch/a.csv"
is "$status" 201 "the key of another partner is another key"
token=$one
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "open' "${csv[@]}" "@$scratch/a.csv"
is "$status $(field pointer)" "400 /header/Idempotency-Key" "a key that is not well formed is refused"

# A session that keeps everybody from adding to traits holds a request in its work.
mkfifo "$scratch/holder"
psql -X -q -d "$EFC_DB" <"$scratch/holder" >/dev/null 2>&1 &
exec 9>"$scratch/holder"
hold() { echo "BEGIN; SELECT pg_advisory_xact_lock(7134001);" >&9; until_sql "SELECT count(*) FROM pg_locks WHERE objid = 7134001 AND granted" 1; }
release() { echo "COMMIT;" >&9; }
until_sql() { for _ in $(seq 100); do [ "$(sql "$1")" != "$2" ] || return 0; sleep 0.1; done; echo "# never: $1 = $2"; }

hold
merchants 5 400 >"$scratch/held.csv"
(ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "held"' "${csv[@]}" "@$scratch/held.csv"; echo "$status" >"$scratch/held.status") &
waiting=$!
until_sql "SELECT count(*) FROM pg_locks WHERE objid = 7134001 AND NOT granted" 1
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "held"' "${csv[@]}" "@$scratch/held.csv"
is "$status $(field type) $(header Retry-After)" "409 urn:efc:problem:in_progress 2" "a key that is being worked on is answered with 409"
release
wait "$waiting"
is "$(cat "$scratch/held.status")" 201 "and the request that came first with its receipt"

# ---- what is large is decoded later ----
hold
merchants 20000 10000 >"$scratch/large.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "large"' "${csv[@]}" "@$scratch/large.csv"
is "$status $(field state) $(header Retry-After)" "202 stored 2" "a large body is answered with 202 once it is safe"
place=$(header Location)
large=$(field submission_id)
ask GET "$place"
is "$status $(field state) $(field records)" "200 stored 0" "its place tells how far the work is"
ask POST "$place/corrections" "${csv[@]}" "@$scratch/a.csv"
is "$status $(field pointer)" "409 /path/submission_id" "it cannot be corrected before it is done"
ask GET "/v1/reconciliation?month=$(date -u +%Y-%m)"
like "$body" '"complete":false' "the reconciliation says that something is still being decoded"
release
until_sql "SELECT state FROM submission WHERE submission_id = '$large'" 'done'
ask GET "$place"
is "$status $(field accepted)" "200 20000" "and then there is the receipt"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Idempotency-Key: "large"' "${csv[@]}" "@$scratch/large.csv"
is "$status $(field accepted)" "202 20000" "the key keeps its status"

# ---- problems and corrections ----
{
    merchants 1 500
    echo 'MF-501,yesterday,chargebacks,412345,SHOP501,Shop,help@shop.example'
    echo '=MF-502,2026-03-01T12:00:00Z,unknown reason,412345,SHOP502,Shop,help@shop.example'
    echo 'MF-503,2026-03-01T12:00:00Z,chargebacks,412345,SHOP503,Shop,no address'
} >"$scratch/bad.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' "${csv[@]}" "@$scratch/bad.csv"
is "$status $(field accepted) $(field quarantined) $(field warnings)" "201 2 2 1" "bad lines go to quarantine, the rest is taken"
place=$(header Location)
ask GET "$place/problems"
is "$(python3 -c 'import json,sys; d=json.load(sys.stdin); print([(p["line"], p["field"], p["severity"]) for p in d["problems"]], d["next"])' <<<"$body")" \
    "[(3, 'flagged_at', 'error'), (4, 'reason', 'error'), (5, 'support_email', 'warning')] None" "the problems name line and field"
like "$body" '"explanation":"[a-z]' "and explain themselves"
numbers=() after=-1
while [ "$after" != null ]; do
    ask GET "$place/problems?limit=1&after=$after"
    numbers+=("$(python3 -c 'import json,sys; print(*[p["problem_number"] for p in json.load(sys.stdin)["problems"]])' <<<"$body")")
    after=$(field next)
    [ "${#numbers[@]}" -lt 9 ] || break
done
is "${numbers[*]}" "0 1 2" "pages follow each other by a number that only grows"
ask GET "$place/problems?limit=2" -H 'Accept: text/csv, */*;q=0.1'
is "$(header Content-Type)" "text/csv; charset=utf-8; header=present" "Accept chooses CSV"
like "$(header Link)" '^<\?after=1&limit=2&format=csv>; rel="next"' "and Link leads to the next page"
is "$(tr -d '\r' <<<"$body" | sed -n 3p | cut -d, -f1-5)" "1,4,\"'=MF-502\",\"reason\",\"choice_unknown\"" "a spreadsheet does not run what a partner wrote"
ask GET "$place/problems?format=csv" -H 'Accept: application/json'
is "$(header Content-Type)" "text/csv; charset=utf-8; header=present" "?format= stands above Accept"
ask GET "$place/problems" -H 'Accept: image/png'
is "$status" 406 "what cannot be had is not acceptable"
ask GET "$place/problems?format=xml"
is "$status $(field pointer)" "400 /query/format" "an unknown format is refused"
ask GET "$place/problems?limit=0"
is "$status $(field pointer)" "400 /query/limit" "a limit out of range is refused"
ask GET "$place/problems?after=1&after=2"
is "$status $(field pointer)" "400 /query/after" "a parameter that stands there twice is refused"
sed -i -e 's/yesterday/2026-03-02T12:00:00Z/' "$scratch/bad.csv"
ask POST "$place/corrections" "${csv[@]}" "@$scratch/bad.csv"
is "$status $(field accepted) $(field duplicate) $(field quarantined)" "201 1 2 1" "a corrected line is taken, what was taken before is a duplicate"
correction=$(field receipt_id)
ask GET "$place/problems"
is "$(python3 -c 'import json,sys; print(*json.load(sys.stdin)["corrections"])' <<<"$body")" "$correction" "the submission names its correction"
is "$(python3 -c 'import json,sys; print(*[p["in_quarantine"] for p in json.load(sys.stdin)["problems"]])' <<<"$body")" "False True False" \
    "a corrected line has left quarantine"
like "$body" '"fix":null,"fix_explanation":null,"fix_count":0' "where no fix is likely none is suggested"
{
    merchants 1 504                                                                              # never sent
    echo 'MF-500,2026-03-01T12:00:00Z,content,412345,SHOP500,Other,help@shop.example'            # taken before, with other content
    echo 'MF-503,2026-03-01T12:00:00Z,chargebacks,412345,SHOP503,Shop,'                          # taken before, the same
    echo '=MF-502,2026-03-01T12:00:00Z,chargeback,412345,SHOP502,Shop,help@shop.example'         # in quarantine, and wrong again
} >"$scratch/correct.csv"
ask POST "$place/corrections" "${csv[@]}" "@$scratch/correct.csv"
is "$status $(field records) $(field accepted) $(field duplicate) $(field revised) $(field quarantined)" "201 4 0 1 0 3" \
    "a correction changes no line that is not in quarantine"
is "$(field corrects)" "$(basename "$place")" "its receipt names what it corrects"
second=$(header Location)
ask GET "$second/problems"
is "$(python3 -c 'import json,sys
for p in sorted(json.load(sys.stdin)["problems"], key=lambda p: p["line"]): print(p["line"], p["field"], p["code"], p["fix"], p["in_quarantine"])' <<<"$body")" \
    $'2 source_ref not_in_quarantine None False\n3 source_ref not_in_quarantine None False\n5 reason choice_unknown chargebacks True' \
    "and says why, line by line, with a suggested fix where one is likely"
like "$body" '"fix_explanation":"the word is spelled' "that is explained"
ask GET "$second/problems?format=csv"
like "$body" '"reason","choice_unknown","error",".*","chargebacks","the word is spelled.*",1,true' "in CSV, too"
sed -i -e 's/chargeback,/chargebacks,/' "$scratch/correct.csv"
ask POST "$second/corrections" "${csv[@]}" "@$scratch/correct.csv"
is "$status $(field accepted) $(field duplicate) $(field quarantined) $(field corrects)" "201 1 1 2 $(basename "$place")" "a correction can be corrected"
ask GET "$place/problems"
is "$(python3 -c 'import json,sys; print(*[p["in_quarantine"] for p in json.load(sys.stdin)["problems"]])' <<<"$body")" "False False False" "then nothing is in quarantine"
is "$(sql "SELECT count(*) FROM quarantine WHERE settled_at IS NULL AND submission_id IN (SELECT submission_id FROM submission WHERE corrects = '$(basename "$place")')")" 0 \
    "nor is what was tried in between"
ask POST "$place/corrections" "${csv[@]}" "@$scratch/correct.csv"
is "$status $(field accepted)" "201 1" "the same correction gets the same receipt"
is "$(sql "SELECT count(*) FROM record WHERE source_ref IN ('MF-504', 'MF-500')")" 1 "what was refused is not on file"
{ merchants 1 510; echo 'MF-511,"broken"x,chargebacks,412345,SHOP511,Shop,help@shop.example'; } >"$scratch/broken.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' "${csv[@]}" "@$scratch/broken.csv"
broken=$(header Location)
merchants 2 511 >"$scratch/mended.csv"
ask POST "$broken/corrections" "${csv[@]}" "@$scratch/mended.csv"
is "$status $(field accepted) $(field quarantined)" "201 1 1" "a line whose id could not be read is corrected by the first that is not on file"
ask POST "/v1/submissions/$(basename "$place")/corrections" -H 'Content-Encoding: gzip' -H 'Content-Type: text/csv' --data-binary "@$scratch/held.csv"
is "$status $(field pointer)" "422 /header/Content-Encoding" "what says that it is gzipped has to be"

# ---- taking back ----
ask DELETE /v1/records/merchant_flag/MF-500
is "$status" 204 "a record can be taken back"
ask DELETE /v1/records/merchant_flag/MF-500
is "$status" 404 "once"
ask DELETE /v1/records/merchant_flag/MF-504
is "$status" 404 "what was never in force cannot be taken back"
ask DELETE /v1/records/no_kind/MF-1
is "$status $(field pointer)" "404 /path/record_kind" "an unknown kind is not found"
is "$(sql "SELECT count(*) FROM record WHERE NOT superseded AND source_ref = 'MF-500'")" 0 "and it is no longer in force"

# ---- reconciliation ----
day=$(sql "SELECT to_char(max(received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD') FROM submission")
"$EFC" quarantine retry --submission "$(basename "$broken")" >/dev/null 2>&1   # a replay is nothing that arrived
is "$(sql "SELECT count(*) FROM submission WHERE replays IS NOT NULL")" 1 "the operator may take lines once more"
ask GET "/v1/reconciliation?month=${day%-*}"
for file in a.csv a.csv.gz form.csv tabs.tsv key.csv held.csv large.csv; do sha256sum <"$scratch/$file"; done | cut -d' ' -f1 >"$scratch/hashes"
merchants 2 200 | sha256sum | cut -d' ' -f1 >>"$scratch/hashes"
sql "SELECT encode(sha256, 'hex') FROM submission WHERE submission_id IN ('$(basename "$place")', '$(basename "$broken")') OR corrects IS NOT NULL" >>"$scratch/hashes"
is "$(python3 -c 'import json,sys
for d in json.load(sys.stdin)["days"]:
    if d["record_kind"] == "merchant_flag": print(d["day"], d["submissions"], d["complete"], d["sha256"])' <<<"$body")" \
    "$day 14 True $(sort "$scratch/hashes" | python3 -c 'import hashlib,sys; print(hashlib.sha256(b"".join(bytes.fromhex(l) for l in sys.stdin.read().split())).hexdigest())')" \
    "a partner can compute the day's hash from the files it sent"
is "$(python3 -c 'import json,sys
for d in json.load(sys.stdin)["days"]:
    print(d["record_kind"], *[d[n] for n in ("submissions", "bytes", "records", "accepted", "duplicate", "revised", "quarantined", "warnings", "in_quarantine")])' <<<"$body")" \
    "$(sql "SELECT record_kind, count(*), sum(bytes), sum((receipt->>'records')::int), sum((receipt->>'accepted')::int), sum((receipt->>'duplicate')::int),
                   sum((receipt->>'revised')::int), sum((receipt->>'quarantined')::int), sum((receipt->>'warnings')::int),
                   sum((SELECT count(*) FROM quarantine q WHERE q.submission_id = s.submission_id AND settlement IS NULL))
              FROM submission s WHERE partner_id = 'bank-one' AND replays IS NULL GROUP BY 1 ORDER BY 1" | tr '|' ' ')" "and its counts are the sums of the receipts"
ask GET "/v1/reconciliation?month=2026-13"
is "$status $(field pointer)" "400 /query/month" "a month that is none is refused"
ask GET "/v1/reconciliation"
is "$status" 400 "and so is a missing one"

# ---- who may do what ----
place=/v1/submissions/$large
token=$two
for path in "$place" "$place/problems"; do
    ask GET "$path"
    is "$status" 404 "another partner's submission is not there: ${path/$large/ID}"
done
ask POST "$place/corrections" "${csv[@]}" "@$scratch/a.csv"
is "$status" 404 "nor can it be corrected"
ask DELETE /v1/records/merchant_flag/MF-1
is "$status $(field type)" "403 urn:efc:problem:forbidden" "a token is good for its scopes only"
token=$reader
ask POST '/v1/submissions?record_kind=merchant_flag' "${csv[@]}" "@$scratch/a.csv"
is "$status" 403 "one for reading does not submit"
token=
ask GET "$place"
is "$status $(header WWW-Authenticate)" '401 Bearer realm="efc"' "without a token nobody comes in"
token=${one%?}x
ask GET "$place"
is "$status" 401 "nor with a wrong one"
token="$one$one"
ask GET "$place"
is "$status" 401 "nor with something else"
token=
ask GET "$place" -H "Authorization: Basic dXNlcjpwYXNz"
is "$status" 401 "nor with a password"
ask GET "$place" -H "X-Client-Verify: SUCCESS" -H "X-Client-Certificate: x"
is "$status" 401 "what the client says about its certificate does not count"
gone=$(expires=2099-01-01 token_add bank-one read)
"$EFC" token revoke "$(cut -d_ -f2 <<<"$gone")" --actor admin
token=$gone
ask GET "$place"
is "$status" 401 "a revoked token is refused"
sql "UPDATE api_token SET expires_at = now() - interval '1 s' WHERE token_id = '$(cut -d_ -f2 <<<"$reader")'"
token=$reader
ask GET "$place"
is "$status" 401 "an expired token is refused"
like "$body" 'the token has expired' "and the answer says so"
like "$("$EFC" token list bank-one)" "$(cut -d_ -f2 <<<"$reader") .* expired" "efc token list shows its state"
unlike "$(sql "SELECT string_agg(t::text, ' ') FROM api_token t")$(cat "$scratch/serve.log")" "$(cut -d_ -f3- <<<"$one")" "no secret stands in the database or the log"

# ---- client certificates ----
token=
certificate=(--cert "$nginx_dir/tls/client.pem" --key "$nginx_dir/tls/client.key")
ask GET "$place" "${certificate[@]}"
is "$status" 401 "a certificate that nobody has registered is refused"
print=$(openssl x509 -in "$nginx_dir/tls/client.pem" -noout -fingerprint -sha256 | cut -d= -f2)
id=$("$EFC" token add bank-one --scope read --expires 2099-01-01 --certificate-fingerprint "$print" --actor admin)
ask GET "$place" "${certificate[@]}"
is "$status $(field accepted)" "200 20000" "a registered client certificate lets its partner in"
merchants 1 990 >"$scratch/certified.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' "${certificate[@]}" "${csv[@]}" "@$scratch/certified.csv"
is "$status" 403 "for what it is good for"
submits=$("$EFC" token add bank-one --scope submit --expires 2099-01-01 --certificate-fingerprint "$print" --actor admin)
token=$two
ask GET "$place" "${certificate[@]}"
is "$status" 404 "a token stands above the certificate of the connection"
token=${two%?}x
ask GET "$place" "${certificate[@]}"
is "$status" 401 "and a wrong token is not made good by a certificate"
token=
"$EFC" token revoke "$id" --actor admin
ask POST '/v1/submissions?record_kind=merchant_flag' "${certificate[@]}" "${csv[@]}" "@$scratch/certified.csv"
is "$status $(field accepted)" "201 1" "a certificate submits where that is what it is good for"
"$EFC" token revoke "$submits" --actor admin
ask GET "$place" "${certificate[@]}"
is "$status" 401 "until it is revoked"

# ---- paths and methods ----
token=$one
ask GET /v1/nothing
is "$status $(header Content-Type)" "404 application/problem+json" "an unknown path is not found"
ask PUT /v1/submissions
is "$status $(header Allow)" "405 POST" "405 says what is allowed"
ask GET /v1/submissions/57a6e1b1-2d2d-8b9c-b9f6-cdf98caebb83
is "$status" 404 "an unknown submission is not found"
ask GET "$place" -H 'X-Request-Id: chosen-by-the-client'
unlike "$(header X-Request-Id)" chosen "the request id is nginx's"
like "$(cat "$scratch/serve.log")" "\"request\":\"$(header X-Request-Id)\"" "and stands in the log"
unlike "$(cat "$scratch/serve.log")" 'MF-5|shop5' "no value of a partner stands in the log"

# ---- a large correction ----
merchants 20001 300000 | sed 's/chargebacks/because/' >"$scratch/much.csv"
ask POST '/v1/submissions?record_kind=merchant_flag' "${csv[@]}" "@$scratch/much.csv"
much=$(header Location)
until_sql "SELECT state FROM submission WHERE submission_id = '$(basename "$much")'" 'done'
merchants 20001 300000 >"$scratch/much.csv"
ask POST "$much/corrections" -H 'Idempotency-Key: "much"' "${csv[@]}" "@$scratch/much.csv"
is "$status" 202 "a large correction is answered with 202"
corrected=$(header Location)
until_sql "SELECT state FROM submission WHERE submission_id = '$(basename "$corrected")'" 'done'
ask GET "$corrected"
is "$(field accepted) $(field quarantined)" "20001 0" "and taken as one of a small size is"
is "$(sql "SELECT count(*) FROM quarantine WHERE submission_id = '$(basename "$much")' AND settled_at IS NULL")" 0 "all lines have left quarantine"

# ---- containers ----
token=$one
# A file alone in a ZIP container, and a spreadsheet whose first line names our fields.
python3 - "$scratch" <<'PY'
import sys, zipfile
folder = sys.argv[1]
head = "source_ref flagged_at reason acquirer_bin card_acceptor_id".split()
row = "XL-1 2026-03-01T12:00:00Z chargebacks 412345 SHOPXLSX001".split()
with zipfile.ZipFile(folder + "/one.zip", "w", zipfile.ZIP_DEFLATED) as out:
    out.writestr("flags.csv", ",".join(head) + "\n" + ",".join(row).replace("XL", "ZI") + "\n")
with zipfile.ZipFile(folder + "/several.zip", "w", zipfile.ZIP_DEFLATED) as out:
    out.writestr("flags.csv", ",".join(head) + "\n" + ",".join(row).replace("XL", "ZA") + "\n")
    out.writestr("more.csv", ",".join(head) + "\n" + ",".join(row).replace("XL", "ZB") + "\n" + "ZB-2,soon,chargebacks,412345,SHOPXLSX001\n")
def cells(values):
    return "<row>" + "".join('<c t="inlineStr"><is><t>%s</t></is></c>' % v for v in values) + "</row>"
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006/"
with zipfile.ZipFile(folder + "/one.xlsx", "w", zipfile.ZIP_DEFLATED) as out:
    out.writestr("[Content_Types].xml", '<Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
                 'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                 'spreadsheetml.sheet.main+xml"/></Types>' % package)
    out.writestr("_rels/.rels", '<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/>'
                 '</Relationships>' % (package, office))
    out.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Flags" sheetId="1" r:id="r1"/></sheets></workbook>'
                 % (main, office))
    out.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/worksheet" '
                 'Target="worksheets/sheet1.xml"/></Relationships>' % (package, office))
    out.writestr("xl/worksheets/sheet1.xml", '<worksheet xmlns="%s"><sheetData>%s%s</sheetData></worksheet>' % (main, cells(head), cells(row)))
PY
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Content-Type: application/zip' --data-binary "@$scratch/one.zip"
is "$status $(field accepted)" "201 1" "a file alone in a ZIP container is taken"
ask POST '/v1/submissions?record_kind=merchant_flag' -H 'Content-Type: application/zip' --data-binary "@$scratch/several.zip"
is "$status $(field accepted) $(field quarantined)" "201 2 1" "several files in one are taken"
several=$(field receipt_id)
ask GET "/v1/submissions/$several/problems"
like "$body" '"member": ?"more.csv", ?"line": ?3,' "a problem names the file and its line"
ask GET "/v1/submissions/$several/problems" -H 'Accept: text/csv'
like "$body" 'more.csv' "for a spreadsheet, too"
ask POST '/v1/submissions?record_kind=merchant_flag' --data-binary "@$scratch/one.xlsx" \
    -H 'Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
is "$status $(field accepted)" "201 1" "a spreadsheet is taken"

# ---- every request that is documented has been made, and every answer that is documented for a success has been given ----
"$EFC" serve --openapi >"$scratch/asked.api"
is "$(python3 - "$scratch/asked" <<'PY'
import json, re, sys
described = json.load(open(sys.argv[1] + ".api"))
asked = [line.rstrip("\n").split("\t") for line in open(sys.argv[1])]
for path, operations in described["paths"].items():
    pattern = re.compile("^" + re.sub(r"\{[^}]+\}", "[^/?]+", path) + r"(\?.*)?$")
    for method, operation in operations.items():
        mine = [(target, rest) for verb, target, rest in asked if verb.lower() == method and pattern.match(target)]
        if not mine:
            print(method, path, "was never asked for")
        for parameter in operation.get("parameters", []):
            name, where = parameter["name"], parameter["in"]
            if where == "query" and not any(re.search(r"[?&]%s=" % name, target) for target, _ in mine) or \
                    where == "header" and not any(name.lower() + ":" in rest.lower() for _, rest in mine):
                print(method, path, "was never asked with", where, name)
        if method == "post" and path == "/v1/submissions":
            for media in operation["requestBody"]["content"]:
                if not any(media in rest or media == "multipart/form-data" and "-F " in rest for _, rest in mine):
                    print(method, path, "was never sent", media)
known = set()
for path, operations in described["paths"].items():
    for operation in operations.values():
        known |= {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"}
print(*sorted({name for _, target, _ in asked for name in re.findall(r"[?&]([a-z_]+)=", target)} - known), "checked", sep="\n")
PY
)" "checked" "every documented request and parameter has been used, and no other parameter"
token=
ask GET /metrics
seen=$(grep -oE 'route="[a-z_]+",status="[0-9]+"' <<<"$body" | tr -d '"' | sed 's/route=//; s/,status=/ /' | sort -u)
documented=$("$EFC" serve --openapi | python3 -c 'import json, sys
for path in json.load(sys.stdin)["paths"].values():
    for operation in path.values():
        for status in operation["responses"]:
            if status < "300": print(operation["operationId"], status)' | sort -u)
unseen=$(comm -13 <(echo "$seen") <(echo "$documented"))
is "$unseen" "" "every documented success has been exercised"
undocumented=$(comm -23 <(grep -v '^none' <<<"$seen") <("$EFC" serve --openapi | python3 -c 'import json, sys
for path in json.load(sys.stdin)["paths"].values():
    for operation in path.values():
        for status in operation["responses"]: print(operation["operationId"], status)' | sort -u))
is "$undocumented" "" "and no answer was given that is not documented"

serve_stop
is "$serve_code" 0 "SIGTERM ends it well"
ok "$([ ! -e "$socket" ]; echo $?)" "and its socket is gone"
no_reports
done_testing
