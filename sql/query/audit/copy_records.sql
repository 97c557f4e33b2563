-- The records that were taken from each submission, in the order of their lines, beside what the submission says of them.
-- rows: copy
COPY (SELECT s.submission_id, s.records_sha256, s.accepted + s.revised, r.submission_id, r.line, r.record_id, r.event_at, r.grade,
             r.endpoint_id, r.site_id, r.content_sha256, r.content, r.record_kind, r.source_ref, s.partner_id,
             CASE WHEN p.partner_number = r.partner_number AND s.received_at = r.received_at THEN s.record_kind END
        FROM submission s FULL JOIN record r ON r.submission_id = s.submission_id LEFT JOIN partner p ON p.partner_id = s.partner_id
       ORDER BY 1, 5) TO STDOUT (FORMAT binary)
