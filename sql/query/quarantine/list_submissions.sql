-- Submissions that have lines in quarantine, the oldest first.
-- rows: many
-- $1 text  partner, NULL: all  $2 text  kind of record, NULL: all  $3 text  code, NULL: all
SELECT s.submission_id FROM submission s
 WHERE s.state = 'done' AND ($1::text IS NULL OR s.partner_id = $1::text) AND ($2::text IS NULL OR s.record_kind = $2::text)
   AND EXISTS (SELECT FROM quarantine q WHERE q.submission_id = s.submission_id AND q.settlement IS NULL
                  AND ($3::text IS NULL OR q.code = $3::text))
 ORDER BY s.received_at, s.submission_id
