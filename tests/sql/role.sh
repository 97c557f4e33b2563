#!/bin/bash
# Each database role may do its own work and nothing of the others'.
. "$(dirname "$0")/../support/tap.sh"
fresh_database role

# attempt ROLE SQL: "allowed", "denied", or the error
attempt() {
    local text
    text=$(psql -X -d "$EFC_DB" -qtA -v ON_ERROR_STOP=1 -v VERBOSITY=sqlstate -c "BEGIN; SET LOCAL ROLE $1; $2; ROLLBACK" 2>&1 >/dev/null) && { echo allowed; return; }
    case $text in *42501*) echo denied ;; *) echo "$text" ;; esac
}
may() { is "$(attempt "$1" "$2")" allowed "$1 may: ${3:-$2}"; }
may_not() { is "$(attempt "$1" "$2")" denied "$1 may not: ${3:-$2}"; }

roles=(efc_intake efc_correlate efc_review efc_deliver efc_audit efc_admin efc_collect)
uuid="'00000000-0000-0000-0000-000000000000'"

# ---- the process that parses foreign bytes ----
may efc_intake "INSERT INTO endpoint VALUES ($uuid, 'payto://iban/X')"
may efc_intake "SELECT count(*) FROM record"
for table in outbox request request_event request_approval hold delivery_attempt; do
    may_not efc_intake "SELECT 1 FROM $table"
    may_not efc_intake "DELETE FROM $table"
done
may_not efc_intake "INSERT INTO outbox (outbox_id) VALUES (1)" "put anything into the outbox"
may_not efc_intake "SELECT delivery_key FROM partner" "learn where a partner's key lies"
may_not efc_intake "SELECT delivery_url FROM partner"
may_not efc_intake "UPDATE partner SET delivery_url = NULL"
may_not efc_intake "INSERT INTO partner_route VALUES ('iban', 'X', 'y')" "make itself the one who can close an endpoint"
may_not efc_intake "DELETE FROM record"
may_not efc_intake "DELETE FROM submission"
may_not efc_intake "UPDATE submission_chunk SET content = ''" "change stored bytes"
may_not efc_intake "INSERT INTO link_decision (site_id) VALUES ($uuid)"

# ---- the process that correlates ----
may efc_correlate "SELECT count(*) FROM endpoint_trait"
may_not efc_correlate "INSERT INTO record (record_id) VALUES ($uuid)"
may_not efc_correlate "UPDATE endpoint_trait SET records = 1"
may_not efc_correlate "SELECT content FROM submission_chunk"
may_not efc_correlate "SELECT 1 FROM outbox"
may_not efc_correlate "SELECT delivery_key FROM partner"
may_not efc_correlate "INSERT INTO link_decision (site_id) VALUES ($uuid)" "decide in an analyst's place"
may_not efc_correlate "INSERT INTO programme_decision (reason) VALUES ('x')"
may_not efc_correlate "UPDATE request SET state = 'reopened'" "move a request"
may_not efc_correlate "SELECT evidence FROM request"
may_not efc_correlate "UPDATE reemergence SET first_at = now()"
may_not efc_correlate "INSERT INTO hub_override (kind) VALUES (1)" "rule in an analyst's place"

# ---- the analyst ----
may efc_review "SELECT count(*) FROM link"
may_not efc_review "UPDATE record SET superseded = true"
may_not efc_review "DELETE FROM record"
may_not efc_review "UPDATE link SET weight_bits = 0"
may_not efc_review "SELECT delivery_key FROM partner"
may_not efc_review "UPDATE request SET message = ''" "change what was approved"
may_not efc_review "UPDATE outbox SET body = ''" "change what leaves"
may_not efc_review "UPDATE request_event SET actor = 'x'" "change the ledger"
may_not efc_review "DELETE FROM request_event"
may_not efc_review "UPDATE request_approval SET actor = 'x'" "approve in another's name afterwards"
may_not efc_review "DELETE FROM hold"
may_not efc_review "UPDATE hold SET until_at = now()" "shorten a hold"
may_not efc_review "UPDATE link_decision SET decision = 'rejected'"
may_not efc_review "DELETE FROM link_decision"
may_not efc_review "UPDATE programme_member SET programme_id = $uuid" "move a member by hand"
may_not efc_review "UPDATE programme_decision SET decision = 'together'"
may_not efc_review "INSERT INTO reemergence (request_id) VALUES (1)"
may_not efc_review "UPDATE model SET text = ''" "change a model"
may_not efc_review "UPDATE hub_override SET reason = 'x'" "change what she ruled"
may_not efc_review "DELETE FROM hub_override"

# ---- the process that talks to partners ----
may efc_deliver "SELECT count(*) FROM outbox"
may efc_deliver "SELECT delivery_key FROM partner"
for table in record submission submission_chunk quarantine problem endpoint_trait site_trait link site endpoint; do
    may_not efc_deliver "SELECT 1 FROM $table"
done
may_not efc_deliver "SELECT evidence FROM request"
may_not efc_deliver "SELECT reason FROM hold" "read why there is a hold"
may_not efc_deliver "UPDATE hold SET released_at = now()" "end a hold"
may_not efc_deliver "INSERT INTO request_approval (request_id) VALUES (1)" "approve"
may_not efc_deliver "UPDATE outbox SET body = ''" "change what leaves"

# ---- the process that fetches ----
may efc_collect "INSERT INTO source_submission (source_id, submission_id, stored_at) SELECT 'x', $uuid, now() WHERE false"
may efc_collect "SELECT count(*) FROM source"
for table in record quarantine problem endpoint_trait site_trait link site endpoint outbox request hold api_token submission_chunk; do
    may_not efc_collect "SELECT 1 FROM $table"
done
may_not efc_collect "SELECT delivery_key FROM partner" "learn where a partner's key lies"
may_not efc_collect "UPDATE submission SET state = 'done'" "say that something is decoded"
may_not efc_collect "UPDATE submission_chunk SET content = ''" "change stored bytes"
may_not efc_collect "DELETE FROM submission"
may_not efc_collect "UPDATE source_submission SET decoded_at = now()"
may_not efc_intake "UPDATE source SET position = '{}'" "move the position of a source"
may_not efc_intake "SELECT place FROM source" "learn where data are fetched from"

# ---- the auditor reads and changes nothing ----
may efc_audit "SELECT count(*) FROM audit_leaf"
for table in partner submission submission_chunk record request request_event request_approval hold outbox delivery_attempt; do
    may efc_audit "SELECT count(*) FROM $table"
    may_not efc_audit "DELETE FROM $table"
done
may_not efc_audit "UPDATE record SET superseded = true"
may_not efc_audit "UPDATE request SET state = 'draft'"

# ---- the one who keeps the partners ----
may efc_admin "SELECT delivery_key FROM partner"
for table in record submission link outbox request; do may_not efc_admin "SELECT 1 FROM $table"; done

# ---- nobody ----
for role in "${roles[@]}"; do
    may_not "$role" "UPDATE audit_leaf SET actor = 'x'"
    may_not "$role" "DELETE FROM audit_leaf"
    may_not "$role" "TRUNCATE audit_leaf"
    may_not "$role" "INSERT INTO audit_head (size, frontier) VALUES (0, '')"
    may_not "$role" "DELETE FROM audit_head"
    may_not "$role" "UPDATE audit_checkpoint SET note = ''"
    may_not "$role" "DELETE FROM audit_checkpoint"
    may_not "$role" "CREATE TABLE stray (a int)"
    may_not "$role" "ALTER TABLE record ADD COLUMN stray int"
    may_not "$role" "INSERT INTO schema_migration VALUES (99, 'x', now())"
    may_not "$role" "CREATE ROLE stray"
    may_not "$role" "COPY partner TO PROGRAM 'cat'" "run a program on the server"
    may_not "$role" "SELECT pg_read_file('/etc/hostname')" "read a file of the server"
done
for role in efc_intake efc_correlate efc_review efc_deliver efc_admin efc_collect; do
    may_not "$role" "SELECT actor FROM audit_leaf" "read the log"
done

is "$(sql "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'efc\_%' AND NOT rolname = ANY (string_to_array('${roles[*]}', ' '))")" "" \
    "every role of the program is tested here"
is "$(sql "SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolname LIKE 'efc\_%' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication OR NOT rolcanlogin)")" "" \
    "no role of the program has special powers, and each can log in"
is "$(sql "SELECT string_agg(DISTINCT relname, ' ') FROM pg_class c, aclexplode(c.relacl) a WHERE a.grantee = 0 AND relnamespace = 'public'::regnamespace")" "" \
    "no table is open to PUBLIC"
is "$(sql "SELECT string_agg(r.rolname || ' ' || c.relname, ', ') FROM pg_roles r, pg_class c WHERE r.rolname LIKE 'efc\_%' AND c.relnamespace = 'public'::regnamespace
           AND c.relkind = 'r' AND has_table_privilege(r.oid, c.oid, 'TRUNCATE, REFERENCES, TRIGGER')")" "" \
    "no role may truncate a table or hang something on it"

done_testing
