-- Adds revisions of records.
-- rows: copy
COPY record (record_id, revision, superseded, partner_number, record_kind, source_ref, submission_id, line, received_at, event_at,
             grade, endpoint_id, site_id, content_sha256, content) FROM STDIN (FORMAT binary)
