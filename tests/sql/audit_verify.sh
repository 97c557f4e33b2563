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
    "INSERT INTO audit_leaf SELECT leaf_index + 1, at, actor, action, subject, detail, leaf_hash FROM audit_leaf WHERE leaf_index = 2"
tampered "an altered head" "^audit_head,1," "UPDATE audit_head SET frontier = sha256('x') || sha256('y')"
tampered "a removed head" "^audit_head,1," "DELETE FROM audit_head"

# ---- a log that is whole in itself, but not the one that was given out ----
cut="DELETE FROM audit_leaf WHERE leaf_index = 2; UPDATE audit_head SET size = 2, frontier = (SELECT root FROM audit_checkpoint WHERE size = 2)"
tampered "a cut log, by the checkpoints that are stored" "^audit_checkpoint,3,.*end was removed" "$cut"
restore
sql "$cut; DELETE FROM audit_checkpoint WHERE size = 3; DELETE FROM partner WHERE partner_id = 'bank-three'"
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
is "$(grep -cF "in the log of 3 leaves with the root $(sed -n 3p "$scratch/late")" <<<"$out")" 1 "audit show leads to the root"
run "$EFC" audit show 3
like "$code:$err" "^1:.*no leaf 3" "audit show of a leaf that is not there"
run "$EFC" audit show three
is "$code" 2 "audit show of no number is wrong usage"

# ---- the tables ----
tampered "an altered partner" "^partner,bank-one,.*changed" "UPDATE partner SET delivery_url = 'https://elsewhere.example/' WHERE partner_id = 'bank-one'"
tampered "a partner with another network" "^partner,bank-one,.*changed" "UPDATE partner SET delivery_networks = '{}' WHERE partner_id = 'bank-one'"
tampered "a removed partner" "^partner,bank-one,.*removed" "DELETE FROM partner_route WHERE partner_id = 'bank-one'; DELETE FROM partner WHERE partner_id = 'bank-one'"
tampered "an inserted partner" "^partner,bank-six,.*inserted" "INSERT INTO partner (partner_id, name, kind, country, created_at) VALUES ('bank-six', 'x', 'bank', 'DE', now())"
tampered "an inserted route" "^partner,bank-one,.*changed" "INSERT INTO partner_route VALUES ('iban', 'FR', 'bank-one')"
tampered "a removed route" "^partner,bank-two,.*changed" "DELETE FROM partner_route WHERE partner_id = 'bank-two' AND scheme = 'iban'"

done_testing
