-- One submission with its progress.
-- rows: opt
-- $1 uuid
SELECT partner_id, record_kind, sha256, stored_sha256, bytes, stored_bytes, format, source, received_at, state,
       line, records, accepted, duplicate, revised, quarantined, warnings, problems, records_sha256, ignored_columns, receipt,
       profile, passed_over, left_out, members, corrects, replays, replay_scope, member_counts,
       other_members, other_kinds
  FROM submission WHERE submission_id = $1::uuid
