-- Who sent these records, and under what reference.
-- rows: many
-- $1 uuid[]
SELECT r.record_id, p.partner_id, r.record_kind, r.source_ref, r.event_at
  FROM record r JOIN partner p USING (partner_number)
 WHERE r.record_id = ANY ($1::uuid[]) AND NOT r.superseded
