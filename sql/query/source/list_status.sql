-- Every source with its state, for people.
-- rows: many
-- $1 text[]  sources or partners; NULL: all  $2 timestamptz  now
SELECT s.source_id, s.partner_id, s.kind, s.circuit,
       s.success_at,
       floor(extract(epoch FROM $2::timestamptz - s.success_at))::bigint,
       s.data_at,
       s.next_at,
       CASE WHEN s.backlog THEN 'yes' ELSE 'no' END, s.failures,
       (SELECT count(*) FROM source_submission w WHERE w.source_id = s.source_id AND w.decoded_at IS NULL),
       (SELECT count(*) FROM source_item i WHERE i.source_id = s.source_id AND i.state = 'refused'),
       s.failed_at, s.error
  FROM source s
 WHERE $1::text[] IS NULL OR s.source_id = ANY ($1::text[]) OR s.partner_id = ANY ($1::text[])
 ORDER BY s.partner_id, s.source_id
