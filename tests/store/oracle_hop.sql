-- The links by way of a third, slowly and plainly, from the links: every way from a site to an endpoint, the best of each pair. A value that
-- is ruled to be a hub in the case of the two is no way, one that is ruled to be none counts as if nobody else had it. An endpoint that both
-- sites publish is no way when the link of one of them to it is rejected.
-- oracle_kin holds what makes endpoints or sites kin, oracle_setting and oracle_hand the model.
WITH class AS (
    SELECT n, (SELECT max(k) FROM generate_series(0, 12) k WHERE n >= 2 ^ k) AS c FROM generate_series(1, 31) n),
kin AS (
    SELECT false AS of_site, t.endpoint_id AS id, t.kind, t.value, k.bits, k.loss
      FROM endpoint_trait t JOIN oracle_kin k ON NOT k.of_site AND k.kind = t.kind AND (k.roles >> t.role) & 1 = 1
    UNION
    SELECT true, t.site_id, t.kind, t.value, k.bits, k.loss
      FROM site_trait t JOIN oracle_kin k ON k.of_site AND k.kind = t.kind AND (k.roles >> t.role) & 1 = 1),
counted AS (
    SELECT of_site, kind, value, bits, loss, count(*) AS n FROM kin GROUP BY of_site, kind, value, bits, loss HAVING count(*) > 1),
near AS (
    SELECT v.of_site, a.id AS a, b.id AS b, v.value,
           v.kind, v.n, v.loss, o.prior + v.bits AS full, o.prior + v.bits - greatest(c.c - 1, 0) * 1500000 - greatest(c.c - 1, 0) * 1000000 AS bits
      FROM counted v
     CROSS JOIN oracle_setting o
      LEFT JOIN class c ON c.n = v.n
      JOIN kin a USING (of_site, kind, value)
      JOIN kin b ON b.of_site = v.of_site AND b.kind = v.kind AND b.value = v.value AND b.id <> a.id),
ruling AS (
    SELECT DISTINCT ON (h.kind, h.value, e, s) h.kind, h.value, h.is_hub, e AS endpoint_id, s AS site_id
      FROM hub_override h CROSS JOIN unnest(h.endpoints) e CROSS JOIN unnest(h.sites) s WHERE h.released_at IS NULL
     ORDER BY h.kind, h.value, e, s, h.override_id DESC),
rejected AS (
    SELECT l.site_id, e.name
      FROM (SELECT DISTINCT ON (site_id, endpoint_id) * FROM link_decision ORDER BY site_id, endpoint_id, decision_number DESC) l
      JOIN endpoint e USING (endpoint_id) WHERE l.decision = 'rejected'),
passed AS (
    SELECT l.* FROM link l CROSS JOIN oracle_setting o
     WHERE l.weight_bits >= o.programme
       AND NOT EXISTS (SELECT FROM rejected r JOIN endpoint e USING (name) WHERE r.site_id = l.site_id AND e.endpoint_id = l.endpoint_id)),
way AS (
    SELECT l.site_id, n.a AS endpoint_id, n.b AS via_id, false AS via_site, n.kind, n.value, n.n, l.weight_bits AS link_bits, n.bits, n.full, n.loss
      FROM near n JOIN passed l ON l.endpoint_id = n.b WHERE NOT n.of_site
    UNION ALL
    SELECT n.a, l.endpoint_id, n.b, true, n.kind, n.value, n.n, l.weight_bits, n.bits, n.full, n.loss
      FROM near n JOIN passed l ON l.site_id = n.b WHERE n.of_site),
life AS (
    SELECT e.endpoint_id, s.site_id, greatest(0, extract(epoch FROM e.a - s.b), extract(epoch FROM s.a - e.b)) AS apart
      FROM (SELECT endpoint_id, min(first_at) AS a, max(last_at) AS b FROM endpoint_trait WHERE kind = 0 AND role = 1 GROUP BY endpoint_id) e
     CROSS JOIN (SELECT site_id, min(first_at) AS a, max(last_at) AS b FROM site_trait WHERE kind = 1 AND role = 1 GROUP BY site_id) s),
weighed AS (
    SELECT w.*, coalesce(NOT r.is_hub, false) AS ruled,
           least(w.link_bits, CASE WHEN NOT r.is_hub THEN w.full ELSE w.bits END, (SELECT h.third FROM oracle_hand h WHERE coalesce(l.apart, 0) <= h.apart ORDER BY h.apart LIMIT 1))
                - w.loss AS plain_bits
      FROM way w LEFT JOIN life l USING (site_id, endpoint_id) LEFT JOIN ruling r USING (site_id, endpoint_id, kind, value)
     WHERE CASE WHEN r.is_hub IS NULL THEN w.n <= 31 ELSE NOT r.is_hub END
       AND (r.is_hub IS FALSE OR NOT w.via_site OR w.kind <> 0
            OR NOT EXISTS (SELECT FROM rejected x WHERE x.site_id IN (w.site_id, w.via_id) AND x.name = w.value))),
stretched AS (
    SELECT w.*, w.plain_bits + (w.plain_bits + 4247927) * (o.third - 1000000) / 1000000 AS weight_bits FROM weighed w CROSS JOIN oracle_setting o),
best AS (
    SELECT DISTINCT ON (site_id, endpoint_id) * FROM stretched
     ORDER BY site_id, endpoint_id, weight_bits DESC, via_id::text, kind, n, ruled DESC)
SELECT b.site_id, b.endpoint_id, b.weight_bits, b.via_id, b.kind, b.n::int AS shared, b.ruled, b.link_bits
  FROM best b LEFT JOIN link o USING (site_id, endpoint_id)
 WHERE b.weight_bits >= log(2::numeric, 0.05 / 0.95::numeric) * 1000000 AND (o.weight_bits IS NULL OR b.weight_bits > o.weight_bits)
