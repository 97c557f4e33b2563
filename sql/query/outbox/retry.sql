-- People ask for a failed delivery once more; no row when it has not failed.
-- rows: opt
-- $1 bigint  request  $2 timestamptz  now
UPDATE outbox SET state = 'ready', attempts = 0, failure = NULL, not_before = $2::timestamptz
 WHERE request_id = $1::bigint AND state = 'failed' RETURNING outbox_id
