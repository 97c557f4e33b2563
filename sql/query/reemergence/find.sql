-- Endpoints on which a site or an owner has turned up after another endpoint of theirs was closed, and that nobody has noted yet; among
-- what programme_changed names, or among everything.
-- By site: both endpoints have a link to it that is probable enough or confirmed, and what ties the other one to it came after the closing.
-- By owner: both have a value that few have and that names one hand, and the other endpoint itself came after the closing.
-- rows: many
-- $1 bigint  least weight of a link, in micro-bits  $2 bigint[]  for each kind of trait: a bit for each role that names a hand
-- $3 bigint[]  for each kind of trait: how many may share it  $4 timestamptz  now  $5 boolean  among everything
WITH closed AS MATERIALIZED (
    SELECT r.request_id, r.endpoint_id,
           (SELECT min(e.at) FROM request_event e WHERE e.request_id = r.request_id
               AND (e.to_state LIKE 'closed\_%' OR e.to_state = 'answered_already_closed')) AS closed_at
      FROM request r
     WHERE r.state LIKE 'closed\_%' OR r.state IN ('answered_already_closed', 'verified', 'reopened')
), near AS MATERIALIZED (
    SELECT l.site_id FROM closed c JOIN link l ON l.endpoint_id = c.endpoint_id WHERE $5::boolean
    UNION SELECT p.node_id FROM programme_changed p WHERE p.is_site AND NOT $5::boolean
    UNION SELECT l.site_id FROM programme_changed p JOIN link l ON l.endpoint_id = p.node_id WHERE NOT p.is_site AND NOT $5::boolean
), old AS MATERIALIZED ( -- links of closed endpoints to those sites
    SELECT c.request_id, c.endpoint_id, c.closed_at, l.site_id
      FROM near n JOIN link l ON l.site_id = n.site_id JOIN closed c ON c.endpoint_id = l.endpoint_id
      LEFT JOIN LATERAL (SELECT d.decision FROM link_decision d WHERE d.site_id = l.site_id AND d.endpoint_id = l.endpoint_id
                          ORDER BY d.decision_number DESC LIMIT 1) d ON true
     WHERE d.decision = 'confirmed' OR (d.decision IS NULL AND l.weight_bits >= $1::bigint)
), beside AS MATERIALIZED ( -- other endpoints of those sites: few, and only of these it is asked since when
    SELECT o.request_id, o.closed_at, l.site_id, l.endpoint_id
      FROM old o JOIN link l ON l.site_id = o.site_id AND l.endpoint_id <> o.endpoint_id
      LEFT JOIN LATERAL (SELECT d.decision FROM link_decision d WHERE d.site_id = l.site_id AND d.endpoint_id = l.endpoint_id
                          ORDER BY d.decision_number DESC LIMIT 1) d ON true
     WHERE d.decision = 'confirmed' OR (d.decision IS NULL AND l.weight_bits >= $1::bigint)
), by_site AS (
    SELECT b.request_id, b.endpoint_id, own.kind, own.hash, b.site_id, b.closed_at, f.first_at
      FROM beside b
     CROSS JOIN LATERAL (SELECT min(greatest(e.first_at, s.first_at)) AS first_at
                           FROM endpoint_trait e
                           JOIN site_trait s ON s.site_id = b.site_id AND s.hash = e.hash AND s.kind = e.kind AND s.value = e.value
                          WHERE e.endpoint_id = b.endpoint_id) f
      JOIN site_trait own ON own.site_id = b.site_id AND own.kind = 1 AND own.role = 1
     WHERE f.first_at > b.closed_at
), named AS MATERIALIZED ( -- what names the hand behind the endpoints that are looked at: these are few, so each is looked up
    SELECT DISTINCT t.bucket, t.hash, t.kind, t.value
      FROM (SELECT c.endpoint_id FROM closed c WHERE $5::boolean
            UNION SELECT p.node_id FROM programme_changed p WHERE NOT p.is_site AND NOT $5::boolean) x
     CROSS JOIN LATERAL (SELECT t.bucket, t.hash, t.kind, t.value FROM endpoint_trait t
                          WHERE t.endpoint_id = x.endpoint_id AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                         OFFSET 0) t
), shared AS MATERIALIZED ( -- the endpoints of one hand
    SELECT v.kind, v.hash, v.value, x.endpoint_id
      FROM named v
     CROSS JOIN LATERAL (SELECT y.endpoint_id, count(*) OVER () AS n
                           FROM (SELECT DISTINCT t.endpoint_id FROM endpoint_trait t
                                  WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                    AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                                  LIMIT ($3::bigint[])[v.kind + 1] + 1) y) x
     WHERE x.n BETWEEN 2 AND ($3::bigint[])[v.kind + 1]
), by_owner AS (
    SELECT c.request_id, n.endpoint_id, n.kind, n.hash, NULL::uuid, c.closed_at, f.first_at
      FROM closed c
      JOIN shared o ON o.endpoint_id = c.endpoint_id
      JOIN shared n ON n.kind = o.kind AND n.hash = o.hash AND n.value = o.value AND n.endpoint_id <> o.endpoint_id
     CROSS JOIN LATERAL (SELECT min(t.first_at) AS first_at FROM endpoint_trait t
                          WHERE t.endpoint_id = n.endpoint_id AND t.kind = 0 AND t.role = 1) f
     WHERE f.first_at > c.closed_at
), found AS (
    SELECT DISTINCT ON (request_id, endpoint_id, kind, hash) *
      FROM (TABLE by_site UNION ALL TABLE by_owner) b (request_id, endpoint_id, kind, hash, site_id, closed_at, first_at)
     ORDER BY request_id, endpoint_id, kind, hash, first_at
), added AS (
    INSERT INTO reemergence (request_id, endpoint_id, kind, hash, site_id, closed_at, first_at, found_at)
    SELECT request_id, endpoint_id, kind, hash, site_id, closed_at, first_at, $4::timestamptz FROM found
    ON CONFLICT (request_id, endpoint_id, kind, hash) DO NOTHING
    RETURNING request_id, endpoint_id, kind, hash, site_id, closed_at, first_at
)
SELECT * FROM added ORDER BY request_id, endpoint_id, kind, hash
