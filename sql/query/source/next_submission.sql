-- The first submission behind a place in the queue that came from a source and is not decoded yet, unless somebody is decoding it.
-- rows: opt
-- $1 timestamptz  stored after this, or then with a larger id  $2 uuid
SELECT w.source_id, w.submission_id, w.stored_at
  FROM source_submission w
 WHERE w.decoded_at IS NULL AND (w.stored_at, w.submission_id) > ($1::timestamptz, $2::uuid)
   AND NOT EXISTS (SELECT FROM pg_locks l
                    WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
                      AND (l.classid::bigint << 32 | l.objid::bigint)
                          = ('x' || left(replace(w.submission_id::text, '-', ''), 16))::bit(64)::bigint)
 ORDER BY w.stored_at, w.submission_id LIMIT 1
