-- The links, slowly and plainly: every pair, every value it shares, the rule, the bits. What the program makes must be the same to the
-- last micro-bit. oracle_rule and oracle_setting hold the model; oracle_hub the values that lists know as hubs.
WITH class AS (
    SELECT n, floor(log(2::numeric, n))::int AS c FROM generate_series(1, 3) n
    UNION ALL SELECT n, (SELECT max(k) FROM generate_series(0, 12) k WHERE n >= 2 ^ k) FROM generate_series(4, 5000) n),
counted AS (
    SELECT e.kind, e.value, e.n AS endpoints, s.n AS sites
      FROM (SELECT kind, value, count(DISTINCT endpoint_id) AS n FROM endpoint_trait GROUP BY kind, value) e
      JOIN (SELECT kind, value, count(DISTINCT site_id) AS n FROM site_trait GROUP BY kind, value) s USING (kind, value)),
shared AS (
    SELECT e.endpoint_id, s.site_id, e.kind, e.value, ce.c AS ce, cs.c AS cs,
           e.role AS e_role, s.role AS s_role,
           greatest(cardinality(e.partners), cardinality(s.partners)) AS partners,
           e.grade AS e_grade, s.grade AS s_grade,
           greatest(0, extract(epoch FROM e.first_at - s.last_at), extract(epoch FROM s.first_at - e.last_at)) AS apart,
           CASE WHEN kind = 7
                THEN (SELECT max(pg_temp.jaro_winkler(n.value, o.value))
                        FROM (SELECT DISTINCT x.value COLLATE "C" AS value FROM endpoint_trait x
                               WHERE x.endpoint_id = e.endpoint_id AND x.kind = 8 AND left(x.value, 8) = e.value ORDER BY 1 LIMIT 16) n
                       CROSS JOIN (SELECT DISTINCT x.value COLLATE "C" AS value FROM site_trait x
                               WHERE x.site_id = s.site_id AND x.kind = 8 AND left(x.value, 8) = s.value ORDER BY 1 LIMIT 16) o) END AS likeness
      FROM endpoint_trait e
      JOIN site_trait s USING (kind, value)
      JOIN counted c USING (kind, value)
      JOIN class ce ON ce.n = c.endpoints
      JOIN class cs ON cs.n = c.sites),
ruled AS (
    SELECT x.*, r.*, o.*,
           x.ce + x.cs <= (SELECT max(j.joins) FROM oracle_rule j WHERE j.kind = x.kind)
           AND EXISTS (SELECT FROM oracle_rule j WHERE j.kind = x.kind
                          AND o.prior + j.bits - greatest(x.ce - j.e_free, 0) * j.e_slope - greatest(x.cs - j.s_free, 0) * j.s_slope
                              + 2 * o.partner_bits >= o.keep) AS candidate
      FROM shared x
     CROSS JOIN oracle_setting o
      LEFT JOIN LATERAL (
           SELECT r.rule, r.family, r.bits, r.e_free, r.e_slope, r.s_free, r.s_slope
             FROM oracle_rule r
            WHERE r.kind = x.kind AND (r.e_roles >> x.e_role) & 1 = 1 AND (r.s_roles >> x.s_role) & 1 = 1
              AND CASE r.level WHEN 'level_any' THEN true
                               WHEN 'level_alone' THEN x.cs = 0
                               WHEN 'level_own' THEN x.ce = 0
                               WHEN 'level_not_own' THEN x.ce > 0
                               WHEN 'level_only' THEN x.ce = 0 AND x.cs = 0
                               WHEN 'level_not_only' THEN x.ce > 0 OR x.cs > 0
                               WHEN 'level_few' THEN x.cs = 1
                               WHEN 'level_often' THEN x.cs > 1
                               WHEN 'level_days' THEN x.apart <= 4 * 86400
                               WHEN 'level_alike' THEN coalesce(x.likeness, 0) >= 0.94
                               WHEN 'level_unalike' THEN coalesce(x.likeness, 0) < 0.94
                               ELSE starts_with(x.value, substring(r.level FROM '^level_paid_(.*)$') || ' ') END
            ORDER BY r.rule LIMIT 1) r ON true),
step1 AS (
    SELECT *, bits - least(bits, greatest(ce - e_free, 0) * e_slope + greatest(cs - s_free, 0) * s_slope) AS after_shared FROM ruled),
step2 AS (
    SELECT *, after_shared + CASE WHEN after_shared > 0 THEN partner_bits * CASE WHEN partners >= 4 THEN 2 WHEN partners >= 2 THEN 1 ELSE 0 END
                                  ELSE 0 END AS after_partners,
           (SELECT min(('{64,64,64,60,62}'::bigint[])[g / 10 + 1] * ('{64,64,64,63,61}'::bigint[])[g % 10 + 1] / 64)
              FROM unnest(ARRAY[e_grade, s_grade]) g) AS grade_parts,
           CASE WHEN apart <= 180 * 86400 THEN 64 WHEN apart <= 365 * 86400 THEN 60 WHEN apart <= 730 * 86400 THEN 54 ELSE 44 END AS time_parts
      FROM step1),
weighed AS (
    SELECT *, CASE WHEN (kind, value) IN (SELECT kind, value FROM oracle_hub)
                   THEN least(hub, after_partners * grade_parts / 64 * time_parts / 64)
                   ELSE after_partners * grade_parts / 64 * time_parts / 64 END AS left_bits
      FROM step2),
home AS (
    SELECT DISTINCT ON (endpoint_id, site_id, kind, value) endpoint_id, site_id, kind, value, family FROM weighed
     WHERE left_bits > 0 ORDER BY endpoint_id, site_id, kind, value, left_bits DESC, rule),
best AS (
    SELECT endpoint_id, site_id, family, max(left_bits) AS left_bits FROM weighed JOIN home USING (endpoint_id, site_id, kind, value, family)
     WHERE left_bits > 0 GROUP BY endpoint_id, site_id, family),
life AS (
    SELECT e.endpoint_id, s.site_id, greatest(0, extract(epoch FROM e.a - s.b), extract(epoch FROM s.a - e.b)) AS apart
      FROM (SELECT endpoint_id, min(first_at) AS a, max(last_at) AS b FROM endpoint_trait WHERE kind = 0 AND role = 1 GROUP BY endpoint_id) e
     CROSS JOIN (SELECT site_id, min(first_at) AS a, max(last_at) AS b FROM site_trait WHERE kind = 1 AND role = 1 GROUP BY site_id) s),
acquirer AS (
    SELECT site_id, value, first_at, last_at FROM site_trait WHERE kind = 23),
own AS (
    SELECT endpoint_id, min(first_at) AS first_at, max(last_at) AS last_at,
           min(substring(value from '^payto://card-acceptor/([^/]*)')) AS acquirer
      FROM endpoint_trait WHERE kind = 0 AND role = 1 GROUP BY endpoint_id),
elsewhere AS (
    SELECT o.endpoint_id, a.site_id
      FROM own o JOIN acquirer a ON o.acquirer IS NOT NULL AND a.first_at <= o.last_at AND a.last_at >= o.first_at
    EXCEPT
    SELECT o.endpoint_id, a.site_id FROM own o JOIN acquirer a ON left(a.value, length(o.acquirer)) = o.acquirer OR left(o.acquirer, length(a.value)) = a.value),
found AS (
    SELECT site_id, value, max(last_at) AS at FROM site_trait WHERE kind = 24 GROUP BY site_id, value),
against AS (
    SELECT site_id, sum(oc.bits) AS bits
      FROM found f JOIN oracle_contrary oc ON f.value = replace(oc.name, '_', ' ')
     WHERE f.at > coalesce((SELECT g.at FROM found g WHERE g.site_id = f.site_id AND 'not ' || g.value = f.value), '-infinity')
     GROUP BY site_id),
answer AS (
    SELECT DISTINCT ON (r.endpoint_id) r.endpoint_id, coalesce(oc.bits, 0) AS bits
      FROM request_event v JOIN request r USING (request_id) LEFT JOIN oracle_contrary oc ON v.to_state = 'answered_' || oc.name
     WHERE v.to_state ~ '^(closed_|answered_(not_ours|no_violation|already_closed))'
     ORDER BY r.endpoint_id, v.at DESC, v.request_id DESC, v.event_number DESC),
pair AS (
    SELECT endpoint_id, site_id, bool_or(candidate) AS candidate, min(prior) AS prior, min(keep) AS keep, min(apart_bits) AS apart_bits
      FROM weighed GROUP BY endpoint_id, site_id),
summed AS (
    SELECT p.endpoint_id, p.site_id, p.candidate, p.prior, p.keep, p.apart_bits, coalesce(l.apart, 0) AS apart,
           coalesce(sum(b.left_bits) FILTER (WHERE f.direct), 0)::bigint AS direct,
           coalesce(sum(b.left_bits) FILTER (WHERE NOT f.direct), 0)::bigint AS hand,
           coalesce(bool_or(f.own AND b.left_bits > o.hub) AND coalesce(l.apart, 0) <= 400 * 86400, false) AS own
      FROM pair p
     CROSS JOIN oracle_setting o
      LEFT JOIN life l USING (endpoint_id, site_id)
      LEFT JOIN best b USING (endpoint_id, site_id)
      LEFT JOIN oracle_family f USING (family)
     GROUP BY p.endpoint_id, p.site_id, p.candidate, p.prior, p.keep, p.apart_bits, l.apart),
bounded AS (
    SELECT s.*, (SELECT h.bits FROM oracle_hand h WHERE s.own OR s.apart <= h.apart ORDER BY h.apart LIMIT 1) - s.prior AS most FROM summed s)
SELECT site_id, endpoint_id, weight_bits, prior + direct + hand AS hand_bits
  FROM (SELECT *, prior + direct + CASE WHEN hand > most THEN most + (hand - most) / 64 ELSE hand END
                  + CASE WHEN apart > 400 * 86400 THEN apart_bits ELSE 0 END
                  + coalesce((SELECT bits FROM against a WHERE a.site_id = bounded.site_id), 0)
                  + coalesce((SELECT bits FROM answer a WHERE a.endpoint_id = bounded.endpoint_id), 0)
                  + CASE WHEN EXISTS (SELECT FROM elsewhere w WHERE w.site_id = bounded.site_id AND w.endpoint_id = bounded.endpoint_id)
                         THEN (SELECT bits FROM oracle_contrary WHERE name = 'other_acquirer') ELSE 0 END AS weight_bits FROM bounded) t
 WHERE candidate AND weight_bits >= keep
