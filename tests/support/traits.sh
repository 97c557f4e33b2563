# traits.sh: what ingest leaves behind, as text that two databases can be compared by. Source it after tap.sh.

# Everything that must not depend on order, chunks or interruptions. Partner numbers are replaced by names.
derived_state() {
    psql -X -d "$1" -qtA <<'SQL'
SELECT 'record', record_id, revision, superseded, partner_id, source_ref, endpoint_id, site_id, encode(content_sha256, 'hex')
  FROM record JOIN partner USING (partner_number) ORDER BY record_id, revision;
SELECT 'endpoint', endpoint_id, name FROM endpoint ORDER BY 2;
SELECT 'site', site_id, name FROM site ORDER BY 2;
SELECT 'endpoint_trait', bucket, hash, kind, role, value, endpoint_id, records,
       (SELECT string_agg(partner_id, ',' ORDER BY partner_id) FROM partner WHERE partner_number = ANY (partners)),
       first_at, last_at, grade, examples
  FROM endpoint_trait ORDER BY bucket, hash, kind, role, endpoint_id, value;
SELECT 'site_trait', bucket, hash, kind, role, value, site_id, records,
       (SELECT string_agg(partner_id, ',' ORDER BY partner_id) FROM partner WHERE partner_number = ANY (partners)),
       first_at, last_at, grade, examples
  FROM site_trait ORDER BY bucket, hash, kind, role, site_id, value;
SQL
}

# Traits alone: records about the same thing may have come as other revisions.
traits_state() { derived_state "$1" | grep -E '^(endpoint|site)_trait'; }

# same_state URL URL SENTENCE
same_state() {
    derived_state "$1" >"$scratch/state.1"
    derived_state "$2" >"$scratch/state.2"
    [ -s "$scratch/state.1" ]
    ok $? "$3: there is something to compare"
    cmp -s "$scratch/state.1" "$scratch/state.2"
    ok $? "$3"
    diff "$scratch/state.1" "$scratch/state.2" | head -6 | diag
}

# receipts_match EXPECTED RECEIPTS SENTENCE: each file's counts are those that the world says
receipts_match() {
    python3 - "$1" "$2" >"$scratch/mismatch" <<'PY'
import json, sys
expected = {(f["partner"], f["record_kind"], f["records"]): f for f in json.load(open(sys.argv[1]))["files"]}
receipts = [json.loads(line) for line in open(sys.argv[2])]
for r in receipts:
    e = expected.get((r["partner"], r["record_kind"], r["records"]))
    for name in ("accepted", "duplicate", "revised", "quarantined"):
        if e is None or r[name] != e[name]:
            print(r["partner"], r["record_kind"], name, "got", r[name], "expected", e and e[name])
if len(receipts) != len(expected):
    print(len(receipts), "receipts for", len(expected), "files")
PY
    [ ! -s "$scratch/mismatch" ]
    ok $? "$3"
    diag <"$scratch/mismatch"
}
