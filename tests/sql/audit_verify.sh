#!/bin/bash
# efc audit verify finds whatever is altered, removed or inserted behind the log's back, and nothing else.
. "$(dirname "$0")/../support/tap.sh"
fresh_database audit_verify

export EFC_AUDIT_KEY=$scratch/audit.key EFC_AUDIT_ORIGIN=log.example/test
"$EFC" audit key-new "$EFC_AUDIT_KEY" >"$scratch/audit.pub"

# ---- something to verify ----
for partner in bank-one bank-two; do
    "$EFC" partner add $partner --name "Bank $partner" --kind acquirer --country DE --closes card-acceptor/412345 --closes iban/DE37040044 \
        --delivery-network 192.0.2.0/24 --actor tester
done

"$EFC" audit checkpoint >"$scratch/early"
"$EFC" partner add bank-three --name "Bank three" --kind bank --country FR --actor tester
"$EFC" audit checkpoint >"$scratch/late"
run "$EFC" audit verify --format csv --checkpoint "$scratch/early" --checkpoint "$scratch/late"
is "$code:$out" "0:table,id,finding" "a log that nobody touched is in order"

# Files that are taken in whole, in part, twice, and with a revision; one JSON array on one line; one file with nothing in it.
cat >"$scratch/one.csv" <<'CSV'
source_ref,flagged_at,reason,account_scheme,account_id
A-1,2026-01-02T10:00:00Z,content,iban,DE89370400440532013000
A-2,2026-01-02T11:00:00Z,content,iban,DE00370400440532013000
A-3,2026-01-02T12:00:00Z,content,wallet,someone
A-4,2026-01-02T13:00:00Z,chargebacks,sms,GB/60777
CSV
sed 's/chargebacks/customer_report/' "$scratch/one.csv" >"$scratch/two.csv"
printf '[{"source_ref":"J-1","reported_at":"2026-01-03T10:00:00Z","url":"http://one.test/a"},{"source_ref":"J-2","reported_at":"2026-01-03T10:00:00Z","url":"https://two.test"}]' >"$scratch/three.json"
for n in $(seq 3000); do echo "{\"source_ref\":\"N-$n\",\"reported_at\":\"2026-01-03T10:00:00Z\",\"url\":\"http://site-$n.test/\"}"; done >"$scratch/four.ndjson"
ingest() { EFC_CHUNK_RECORDS=700 "$EFC" ingest --partner bank-one --kind "$1" "$2" >"$2.receipt" 2>"$2.err"; }
ingest account_flag "$scratch/one.csv"
ingest account_flag "$scratch/two.csv"
ingest site_report "$scratch/three.json"
ingest site_report "$scratch/four.ndjson"
ingest site_report "$scratch/four.ndjson"
run "$EFC" audit verify --format csv --checkpoint "$scratch/late" --checkpoint "$scratch/four.ndjson.receipt"
is "$code:$out" "0:table,id,finding" "what was taken in is in order, and its receipt is a checkpoint"
like "$err" "all in order" "and verify says so"

# The good database is kept as a template; each tampering gets a copy of it.
good=test_audit_good
other=${EFC_DB/dbname=test_audit_verify/dbname=efc}
psql -X -d "$other" -qc "DROP DATABASE IF EXISTS $good" 2>/dev/null
keep_good() { psql -X -d "$other" -qc "CREATE DATABASE $good TEMPLATE test_audit_verify"; }
restore() { psql -X -d "$other" -qc "DROP DATABASE test_audit_verify" -c "CREATE DATABASE test_audit_verify TEMPLATE $good"; }
on_exit 'psql -X -d "$other" -qc "DROP DATABASE IF EXISTS $good"'
keep_good

# tampered SENTENCE EXPECTED SQL: the superuser runs SQL; verify must print a row that matches EXPECTED
tampered() {
    restore
    sql "$3" >/dev/null || { ok 1 "$1: the statement failed"; return; }
    run "$EFC" audit verify --format csv
    is "$code" 1 "$1: exit code"
    like "$out" "$2" "$1"
}

# ---- the log ----
tampered "an altered action" "^audit_leaf,1," "UPDATE audit_leaf SET action = 'x' WHERE leaf_index = 1"
tampered "an altered actor" "^audit_leaf,1," "UPDATE audit_leaf SET actor = 'x' WHERE leaf_index = 1"
tampered "an altered subject" "^audit_leaf,1," "UPDATE audit_leaf SET subject = 'x' WHERE leaf_index = 1"
tampered "an altered moment" "^audit_leaf,1," "UPDATE audit_leaf SET at = at + interval '1 microsecond' WHERE leaf_index = 1"
tampered "a moment at infinity" "^audit_leaf,1," "UPDATE audit_leaf SET at = 'infinity' WHERE leaf_index = 1"
tampered "an altered detail" "^audit_leaf,1," "UPDATE audit_leaf SET detail = '{\"x\":1}' WHERE leaf_index = 1"
tampered "a detail with one space more" "^audit_leaf,1," "UPDATE audit_leaf SET detail = (detail::text || ' ')::json WHERE leaf_index = 1"
tampered "a detail taken away" "^audit_leaf,1," "UPDATE audit_leaf SET detail = NULL WHERE leaf_index = 1"
tampered "an altered hash" "^audit_leaf,1," "UPDATE audit_leaf SET leaf_hash = sha256('x') WHERE leaf_index = 1"
tampered "a removed leaf" "^audit_leaf,0,it is missing" "DELETE FROM audit_leaf WHERE leaf_index = 0"
tampered "two leaves exchanged" "^audit_leaf,0,.*changed|^audit_head,1," \
    "UPDATE audit_leaf SET leaf_index = 9 WHERE leaf_index = 0; UPDATE audit_leaf SET leaf_index = 0 WHERE leaf_index = 1; UPDATE audit_leaf SET leaf_index = 1 WHERE leaf_index = 9"
tampered "an inserted leaf" "^audit_head,1," \
    "INSERT INTO audit_leaf SELECT leaf_index + 1, at, actor, action, subject, detail, leaf_hash FROM audit_leaf WHERE leaf_index = (SELECT max(leaf_index) FROM audit_leaf)"
tampered "an altered head" "^audit_head,1," "UPDATE audit_head SET frontier = substr(frontier, 1, length(frontier) - 32) || sha256('x')"
tampered "a removed head" "^audit_head,1," "DELETE FROM audit_head"

# ---- a log that is whole in itself, but not the one that was given out ----
cut="DELETE FROM audit_leaf WHERE leaf_index >= 2; UPDATE audit_head SET size = 2, frontier = (SELECT root FROM audit_checkpoint WHERE size = 2)"
tampered "a cut log, by the checkpoints that are stored" "^audit_checkpoint,3,.*end was removed" "$cut"
restore
sql "$cut; DELETE FROM audit_checkpoint WHERE size >= 3; DELETE FROM partner WHERE partner_id = 'bank-three'; TRUNCATE submission, submission_chunk, record"
run "$EFC" audit verify
is "$code" 0 "a log that was cut with all that knew of it looks whole from inside"
run "$EFC" audit verify --format csv --checkpoint "$scratch/early"
is "$code" 0 "and an earlier checkpoint still fits"
run "$EFC" audit verify --format csv --checkpoint "$scratch/late"
is "$code" 1 "but not one that was given out later: exit code"
like "$out" "^checkpoint,$scratch/late,.*end was removed" "but not one that was given out later"
tampered "a checkpoint with another root" "^audit_checkpoint,2," "UPDATE audit_checkpoint SET root = sha256('x') WHERE size = 2"
tampered "a checkpoint with a false signature" "^audit_checkpoint,2,its signature is false" \
    "UPDATE audit_checkpoint SET note = regexp_replace(note, '(— [^ ]+ .{20})(..)', '\\1AB') WHERE size = 2"
tampered "a checkpoint of an empty log that was not empty" "^audit_checkpoint,0," "UPDATE audit_checkpoint SET size = 0 WHERE size = 2"
restore

printf '{"receipt_id":"x","checkpoint":{"note":%s}}' "$(sed ':a;N;$!ba;s/\n/\\n/g;s/.*/"&\\n"/' "$scratch/late")" >"$scratch/receipt.json"
run "$EFC" audit verify --checkpoint "$scratch/receipt.json"
is "$code" 0 "a receipt is taken as a checkpoint"
sed 's/^2$/1/' "$scratch/early" >"$scratch/forged"
run "$EFC" audit verify --format csv --checkpoint "$scratch/forged"
like "$code:$out" "^1:" "a forged checkpoint from outside: exit code"
like "$out" "^checkpoint,$scratch/forged,its signature is false" "a forged checkpoint from outside"
EFC_AUDIT_KEY=$scratch/other.key "$EFC" audit key-new "$scratch/other.key" >"$scratch/other.pub"
run "$EFC" audit verify --format csv --key "$scratch/other.pub" --checkpoint "$scratch/late"
like "$out" "^checkpoint,$scratch/late,it is not signed by the key" "a checkpoint that another key signed"
echo nonsense >"$scratch/nonsense"
run "$EFC" audit verify --checkpoint "$scratch/nonsense"
is "$code" 1 "a checkpoint that is none: exit code"
like "$err" "nonsense: checkpoint: not a note" "a checkpoint that is none"

# ---- proofs for people outside ----
"$EFC" audit prove 1 --since 2 >"$scratch/proof.json"
run env -u EFC_DB "$EFC" audit check "$scratch/proof.json" --key "$scratch/audit.pub" --checkpoint "$scratch/early"
is "$code" 0 "a proof is checked without the database"
like "$out" '"action":"partner.add".*"subject":"bank-two"' "and shows the leaf"
run "$EFC" audit check "$scratch/proof.json" --key "$scratch/other.pub"
is "$code" 1 "a proof that another key signed is refused"
sed 's/bank-two/bank-ten/' "$scratch/proof.json" >"$scratch/bad.json"
run "$EFC" audit check "$scratch/bad.json" --key "$scratch/audit.pub"
like "$code:$err" "^1:.*leaf is not in the log" "a proof of another leaf is refused"
sed 's/"index":1/"index":0/' "$scratch/proof.json" >"$scratch/bad.json"
run "$EFC" audit check "$scratch/bad.json" --key "$scratch/audit.pub"
is "$code" 1 "a proof of another place is refused"
run "$EFC" audit check "$scratch/proof.json" --key "$scratch/audit.pub" --checkpoint "$scratch/late"
like "$code:$err" "^1:.*since 3" "a proof from another size than the checkpoint's is refused"
openssl_check() { # the signature by another program: note text, public key from the last base64 of the key line
    cut -d+ -f3- "$scratch/audit.pub" | base64 -d | tail -c 32 >"$scratch/raw"
    { printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'; cat "$scratch/raw"; } >"$scratch/pub.der"
    head -3 "$scratch/late" >"$scratch/body"
    tail -1 "$scratch/late" | cut -d' ' -f3 | base64 -d | tail -c 64 >"$scratch/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$scratch/pub.der" -rawin -in "$scratch/body" -sigfile "$scratch/signature"
}
run openssl_check
like "$out" "Verified Successfully" "openssl confirms the signature"

run "$EFC" audit list --format csv --subject bank-two
is "$(cut -d, -f1,3,4,5 <<<"$out")" $'leaf,actor,action,subject\n1,tester,partner.add,bank-two' "audit list picks by subject"
run "$EFC" audit show 1
is "$(grep -cF "with the root $("$EFC" audit checkpoint | sed -n 3p)" <<<"$out")" 1 "audit show leads to the root"
run "$EFC" audit show 3000
like "$code:$err" "^1:.*no leaf 3000" "audit show of a leaf that is not there"
run "$EFC" audit show three
is "$code" 2 "audit show of no number is wrong usage"

# ---- the tables ----
tampered "an altered partner" "^partner,bank-one,.*changed" "UPDATE partner SET delivery_url = 'https://elsewhere.example/' WHERE partner_id = 'bank-one'"
tampered "a partner with another network" "^partner,bank-one,.*changed" "UPDATE partner SET delivery_networks = '{}' WHERE partner_id = 'bank-one'"
tampered "a removed partner" "^partner,bank-two,.*removed" "DELETE FROM partner_route WHERE partner_id = 'bank-two'; DELETE FROM partner WHERE partner_id = 'bank-two'"
tampered "an inserted partner" "^partner,bank-six,.*inserted" "INSERT INTO partner (partner_id, name, kind, country, created_at) VALUES ('bank-six', 'x', 'bank', 'DE', now())"
tampered "an inserted route" "^partner,bank-one,.*changed" "INSERT INTO partner_route VALUES ('iban', 'FR', 'bank-one')"
tampered "a removed route" "^partner,bank-two,.*changed" "DELETE FROM partner_route WHERE partner_id = 'bank-two' AND scheme = 'iban'"

submission="submission_id = (SELECT submission_id FROM submission WHERE source LIKE '%four.ndjson')"
tampered "an altered submission" "^submission,.*changed" "UPDATE submission SET source = 'elsewhere' WHERE $submission"
tampered "an altered count" "^submission,.*changed" "UPDATE submission SET accepted = accepted - 1, duplicate = duplicate + 1 WHERE $submission"
tampered "a removed submission" "^submission,.*removed" "DELETE FROM submission WHERE $submission"
tampered "an inserted submission" "^submission,00000000-.*inserted" \
    "INSERT INTO submission SELECT * FROM (SELECT (jsonb_populate_record(s, '{\"submission_id\":\"00000000-0000-0000-0000-000000000000\"}')).* FROM submission s WHERE $submission) x"
tampered "an altered receipt" "^submission,.*changed" "UPDATE submission SET receipt = '{\"log_index\": 1}' WHERE $submission"
tampered "altered stored bytes" "^submission_chunk," "UPDATE submission_chunk SET content = set_byte(content, 40, get_byte(content, 40) # 1) WHERE $submission"
tampered "removed stored bytes" "^submission_chunk," "DELETE FROM submission_chunk WHERE $submission"
tampered "a second piece" "^submission_chunk," "INSERT INTO submission_chunk SELECT submission_id, 1, content FROM submission_chunk WHERE $submission"
tampered "stored bytes of no submission" "^submission_chunk,00000000-" "INSERT INTO submission_chunk SELECT '00000000-0000-0000-0000-000000000000', 0, content FROM submission_chunk WHERE $submission"
tampered "stored bytes that are not packed" "^submission_chunk," "UPDATE submission_chunk SET content = 'x' WHERE $submission"
record="record_id = (SELECT record_id FROM record WHERE source_ref = 'N-7')"
tampered "altered content of a record" "^record,.*does not give its hash" "UPDATE record SET content = '{}' WHERE $record"
tampered "altered content and hash of a record" "^record,.*was changed" "UPDATE record SET content = '{}', content_sha256 = sha256('{}') WHERE $record"
tampered "a record of another endpoint" "^record,.*was changed" "UPDATE record SET endpoint_id = '00000000-0000-0000-0000-000000000001' WHERE $record"
tampered "a record of another site" "^record,.*was changed" "UPDATE record SET site_id = NULL WHERE $record"
tampered "another time of a record" "^record,.*was changed" "UPDATE record SET event_at = event_at - interval '1 day' WHERE $record"
tampered "another grade of a record" "^record,.*was changed" "UPDATE record SET grade = 11 WHERE $record"
tampered "another source_ref of a record" "^record,.*name" "UPDATE record SET source_ref = 'N-99999' WHERE $record"
tampered "another partner of a record" "^record,.*name" "UPDATE record SET partner_number = partner_number + 1 WHERE $record"
tampered "another kind of a record" "^record,.*name" "UPDATE record SET record_kind = 0 WHERE $record"
tampered "a record received at another time" "^record,.*moment" "UPDATE record SET received_at = received_at + interval '1 day' WHERE $record"
tampered "a removed record" "^record,.*were removed" "DELETE FROM record WHERE $record"
tampered "an inserted record" "^record,.*were inserted" \
    "INSERT INTO record SELECT (jsonb_populate_record(r, '{\"record_id\":\"00000000-0000-0000-0000-000000000000\"}')).* FROM record r WHERE $record"
tampered "a record of no submission" "^record,.*was inserted" "UPDATE record SET submission_id = '00000000-0000-0000-0000-000000000000' WHERE $record"
tampered "a record taken out of force" "^record,.*no revision is in force" "UPDATE record SET superseded = true WHERE $record"
tampered "an old revision back in force" "^record,.*in force" "UPDATE record SET superseded = NOT superseded WHERE source_ref = 'A-4'"

done_testing
