-- The records that were taken from each submission, in the order of their lines, beside what the submission says of them.
-- rows: copy
COPY (SELECT s.submission_id, s.records_sha256, s.accepted + s.revised, r.submission_id, r.line, r.record_id, r.event_at, r.grade,
             r.endpoint_id, r.site_id, r.content_sha256, r.content
        FROM submission s FULL JOIN record r ON r.submission_id = s.submission_id
       ORDER BY 1, 5) TO STDOUT (FORMAT binary)
