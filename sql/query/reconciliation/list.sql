-- What a partner sent in a span of time, by kind and day (UTC): counts, and a hash over the hashes of what it sent, in their order.
-- rows: many
-- $1 text  partner  $2 timestamptz  from  $3 timestamptz  before
SELECT record_kind, to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*), sum(bytes), sum(records),
       sum(accepted), sum(duplicate), sum(revised), sum(quarantined), sum(warnings), bool_and(state = 'done'),
       sha256(string_agg(sha256, ''::bytea ORDER BY sha256)),
       sum((SELECT count(*) FROM quarantine q WHERE q.submission_id = submission.submission_id AND q.settlement IS NULL))
  FROM submission
 WHERE replays IS NULL AND partner_id = $1::text AND received_at >= $2::timestamptz AND received_at < $3::timestamptz
 GROUP BY record_kind, day ORDER BY record_kind, day
