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

run "$EFC" audit verify --format csv
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
    "INSERT INTO audit_leaf SELECT leaf_index + 1, at, actor, action, subject, detail, leaf_hash FROM audit_leaf WHERE leaf_index = 1"
tampered "an altered head" "^audit_head,1," "UPDATE audit_head SET frontier = sha256('x')"
tampered "a removed head" "^audit_head,1," "DELETE FROM audit_head"

# ---- the tables ----
tampered "an altered partner" "^partner,bank-one,.*changed" "UPDATE partner SET delivery_url = 'https://elsewhere.example/' WHERE partner_id = 'bank-one'"
tampered "a partner with another network" "^partner,bank-one,.*changed" "UPDATE partner SET delivery_networks = '{}' WHERE partner_id = 'bank-one'"
tampered "a removed partner" "^partner,bank-one,.*removed" "DELETE FROM partner_route WHERE partner_id = 'bank-one'; DELETE FROM partner WHERE partner_id = 'bank-one'"
tampered "an inserted partner" "^partner,bank-six,.*inserted" "INSERT INTO partner (partner_id, name, kind, country, created_at) VALUES ('bank-six', 'x', 'bank', 'DE', now())"
tampered "an inserted route" "^partner,bank-one,.*changed" "INSERT INTO partner_route VALUES ('iban', 'FR', 'bank-one')"
tampered "a removed route" "^partner,bank-two,.*changed" "DELETE FROM partner_route WHERE partner_id = 'bank-two' AND scheme = 'iban'"

done_testing
