-- Endpoints on which a site or an owner has turned up after another endpoint of theirs was closed, and that nobody has noted yet.
-- By site: both endpoints have a link to it that is probable enough or confirmed, and what ties the other one to it came after the closing.
-- By owner: both have a value that few have and that names one hand, and the other endpoint itself came after the closing.
-- rows: many
-- $1 bigint  least weight of a link, in micro-bits  $2 bigint[]  for each kind of trait: a bit for each role that names a hand
-- $3 bigint[]  for each kind of trait: how many may share it  $4 timestamptz  now
WITH closed AS (
    SELECT r.request_id, r.endpoint_id,
           (SELECT min(e.at) FROM request_event e WHERE e.request_id = r.request_id
               AND (e.to_state LIKE 'closed\_%' OR e.to_state = 'answered_already_closed')) AS closed_at
      FROM request r
     WHERE r.state LIKE 'closed\_%' OR r.state IN ('answered_already_closed', 'verified', 'reopened')
), strong AS (
    SELECT l.site_id, l.endpoint_id
      FROM (SELECT site_id FROM link WHERE endpoint_id IN (SELECT endpoint_id FROM closed) GROUP BY site_id) s
      JOIN link l USING (site_id)
      LEFT JOIN LATERAL (SELECT d.decision FROM link_decision d WHERE d.site_id = l.site_id AND d.endpoint_id = l.endpoint_id
                          ORDER BY d.decision_number DESC LIMIT 1) d ON true
     WHERE d.decision = 'confirmed' OR (d.decision IS NULL AND l.weight_bits >= $1::bigint)
), by_site AS (
    SELECT c.request_id, n.endpoint_id, own.kind, own.hash, n.site_id, c.closed_at, f.first_at
      FROM closed c
      JOIN strong o ON o.endpoint_id = c.endpoint_id
      JOIN strong n ON n.site_id = o.site_id AND n.endpoint_id <> c.endpoint_id
      JOIN site_trait own ON own.site_id = n.site_id AND own.kind = 1 AND own.role = 1
     CROSS JOIN LATERAL (SELECT min(greatest(e.first_at, s.first_at)) AS first_at
                           FROM endpoint_trait e
                           JOIN site_trait s ON s.site_id = n.site_id AND s.hash = e.hash AND s.kind = e.kind AND s.value = e.value
                          WHERE e.endpoint_id = n.endpoint_id) f
), by_owner AS (
    SELECT c.request_id, n.endpoint_id, n.kind, n.hash, NULL::uuid, c.closed_at, f.first_at
      FROM closed c
      JOIN endpoint_trait o ON o.endpoint_id = c.endpoint_id AND (($2::bigint[])[o.kind + 1] >> o.role) & 1 = 1
      JOIN endpoint_trait n ON n.bucket = o.bucket AND n.hash = o.hash AND n.kind = o.kind AND n.value = o.value
       AND n.endpoint_id <> o.endpoint_id AND (($2::bigint[])[n.kind + 1] >> n.role) & 1 = 1
     CROSS JOIN LATERAL (SELECT count(DISTINCT x.endpoint_id) AS n FROM endpoint_trait x
                          WHERE x.bucket = o.bucket AND x.hash = o.hash AND x.kind = o.kind AND x.value = o.value
                            AND (($2::bigint[])[x.kind + 1] >> x.role) & 1 = 1) k
     CROSS JOIN LATERAL (SELECT min(x.first_at) AS first_at FROM endpoint_trait x
                          WHERE x.endpoint_id = n.endpoint_id AND x.kind = 0 AND x.role = 1) f
     WHERE k.n <= ($3::bigint[])[o.kind + 1]
), found AS (
    SELECT DISTINCT ON (request_id, endpoint_id, kind, hash) *
      FROM (TABLE by_site UNION ALL TABLE by_owner) b (request_id, endpoint_id, kind, hash, site_id, closed_at, first_at)
     WHERE first_at > closed_at
     ORDER BY request_id, endpoint_id, kind, hash, first_at
), added AS (
    INSERT INTO reemergence (request_id, endpoint_id, kind, hash, site_id, closed_at, first_at, found_at)
    SELECT request_id, endpoint_id, kind, hash, site_id, closed_at, first_at, $4::timestamptz FROM found
    ON CONFLICT (request_id, endpoint_id, kind, hash) DO NOTHING
    RETURNING request_id, endpoint_id, kind, hash, site_id, closed_at, first_at
)
SELECT * FROM added ORDER BY request_id, endpoint_id, kind, hash
