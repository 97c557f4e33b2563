-- The oldest submission behind a place in the queue whose bytes are safe, that is not decoded yet, and that nobody is decoding.
-- rows: opt
-- $1 timestamptz  received after this, or then with a larger id  $2 uuid
SELECT s.submission_id, s.partner_id, p.partner_number, s.record_kind, s.received_at
  FROM submission s JOIN partner p USING (partner_id)
 WHERE s.state = 'stored' AND (s.received_at, s.submission_id) > ($1::timestamptz, $2::uuid)
   AND NOT EXISTS (SELECT FROM pg_locks l
                    WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
                      AND (l.classid::bigint << 32 | l.objid::bigint)
                          = ('x' || left(replace(s.submission_id::text, '-', ''), 16))::bit(64)::bigint)
 ORDER BY s.received_at, s.submission_id LIMIT 1
