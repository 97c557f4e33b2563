-- Lines in quarantine, in the order in which they came: where they stand and what is wrong, nothing of what they hold.
-- rows: many
-- $1 text  partner, NULL: all  $2 text  kind of record, NULL: all  $3 text  code, NULL: all  $4 uuid  submission, NULL: all
-- $5 boolean  also those that have left  $6 bigint  at most
SELECT q.submission_id, q.line, s.partner_id, s.record_kind, s.received_at, q.source_ref, q.field, q.code, q.fix_kind,
       coalesce(q.settlement, 'in quarantine')
  FROM quarantine q JOIN submission s USING (submission_id)
 WHERE ($1::text IS NULL OR s.partner_id = $1::text) AND ($2::text IS NULL OR s.record_kind = $2::text)
   AND ($3::text IS NULL OR q.code = $3::text) AND ($4::uuid IS NULL OR q.submission_id = $4::uuid)
   AND ($5::boolean OR q.settlement IS NULL)
 ORDER BY s.received_at, q.submission_id, q.line LIMIT $6::bigint
