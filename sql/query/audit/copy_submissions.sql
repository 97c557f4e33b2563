-- Submissions that are done, with the leaf that speaks of each: what the leaf says and what the row says, in turn.
-- rows: copy
COPY (SELECT coalesce(s.submission_id::text, l.subject), l.leaf_index::text, NULL::text, s.present,
             l.detail->>'partner', s.partner_id,
             l.detail->>'record_kind', s.record_kind,
             l.detail->>'sha256', encode(s.sha256, 'hex'),
             l.detail->>'stored_sha256', encode(s.stored_sha256, 'hex'),
             l.detail->>'bytes', s.bytes::text,
             l.detail->>'stored_bytes', s.stored_bytes::text,
             l.detail->>'format', s.format,
             l.detail->>'source', s.source,
             l.detail->>'received_at', rtrim(rtrim(to_char(s.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z',
             l.detail->>'problems', s.problems::text,
             l.detail->>'records', s.records::text,
             l.detail->>'accepted', s.accepted::text,
             l.detail->>'duplicate', s.duplicate::text,
             l.detail->>'revised', s.revised::text,
             l.detail->>'quarantined', s.quarantined::text,
             l.detail->>'warnings', s.warnings::text,
             l.detail->>'records_sha256', nullif(encode(s.records_sha256, 'hex'), ''),
             l.detail->>'corrects', s.corrects::text,
             l.detail->>'replays', s.replays::text,
             l.detail->>'replay_scope', s.replay_scope,
             l.leaf_index::text, s.receipt->>'log_index'
        FROM (SELECT leaf_index, subject, detail FROM audit_leaf WHERE action = 'submission.done') l
        FULL JOIN (SELECT 't' AS present, * FROM submission WHERE state = 'done') s ON s.submission_id::text = l.subject)
  TO STDOUT (FORMAT binary)
