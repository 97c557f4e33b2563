-- One line in quarantine, as it came.
-- rows: opt
-- $1 uuid  submission  $2 bigint  line
SELECT s.partner_id, s.record_kind, s.received_at, s.source, q.source_ref, q.content, coalesce(q.settlement, 'in quarantine'),
       coalesce(q.tried_by, q.submission_id), q.settled_at, q.settled_by,
       s.members[q.line / 10000000000], q.line % 10000000000
  FROM quarantine q JOIN submission s USING (submission_id) WHERE q.submission_id = $1::uuid AND q.line = $2::bigint
