-- Which payment each purchase was, slowly and plainly: every way to join them is written down, with its evidence. What the program settles
-- must be the same, with the same word and the same lead over the next best way. For worlds of a few purchases.
WITH RECURSIVE paid AS (
    SELECT site_id, left(value, 28) || split_part(value, ' ', 4) AS name, value, left(value, 3) AS currency, split_part(value, ' ', 2)::bigint AS amount,
           split_part(value, ' ', 4)::bigint AS second, nullif(split_part(value, ' ', 6), '-') AS acquirer,
           split_part(value, ' ', 7) AS rrn, split_part(value, ' ', 9) AS start
      FROM site_trait WHERE kind = 25),
payment AS (
    SELECT t.endpoint_id, t.value, t.records, left(t.value, 3) AS currency, split_part(t.value, ' ', 2)::bigint AS amount,
           extract(epoch FROM t.first_at)::bigint AS first, extract(epoch FROM t.last_at)::bigint AS last,
           substring(e.name FROM '^payto://card-acceptor/([0-9]+)/') AS acquirer
      FROM endpoint_trait t JOIN endpoint e USING (endpoint_id) WHERE t.kind = 17),
pair AS (
    SELECT p.site_id, p.name, p.value AS words, x.endpoint_id, x.value AS payment, x.records,
           abs(x.amount - p.amount) AS off, p.amount, greatest(0, x.first - p.second, p.second - x.last) AS seconds, x.last < p.second AS before,
           p.amount % 10 NOT IN (0, 5, 9) AS odd, p.acquirer IS NOT NULL AS same_acquirer,
           CASE WHEN EXISTS (SELECT FROM endpoint_trait t WHERE t.endpoint_id = x.endpoint_id AND t.kind = 14 AND t.value = p.rrn
                                AND EXISTS (SELECT FROM site_trait s WHERE s.site_id = p.site_id AND s.kind = 14 AND s.value = p.rrn))
                THEN 12000000 ELSE 0 END
           + CASE WHEN EXISTS (SELECT FROM endpoint_trait t WHERE t.endpoint_id = x.endpoint_id AND t.kind = 7 AND t.value = p.start
                                  AND EXISTS (SELECT FROM site_trait s WHERE s.site_id = p.site_id AND s.kind = 7 AND s.value = p.start))
                  THEN 4000000 ELSE 0 END AS names
      FROM paid p JOIN payment x USING (currency)
     WHERE p.acquirer IS NULL OR starts_with(x.acquirer, p.acquirer) OR starts_with(p.acquirer, x.acquirer)),
classed AS (
    SELECT *, CASE WHEN off = 0 AND seconds <= 600 AND records = 1 THEN 0
                   WHEN off <= amount * 40 / 1000 AND seconds <= 600 AND records = 1 THEN 1
                   WHEN off = 0 AND seconds <= 3600 THEN 2
                   WHEN off = 0 AND seconds <= 432000 AND NOT before THEN 3 END AS class FROM pair),
fit AS (
    SELECT DISTINCT ON (site_id, name, endpoint_id, payment)
           site_id, name, endpoint_id, payment, records, class, seconds, odd, same_acquirer,
           CASE class WHEN 0 THEN 6000000 - 2000000 * seconds * seconds / 360000
                      WHEN 1 THEN 6000000 - 2000000 * seconds * seconds / 360000
                      WHEN 2 THEN 3000000 - 1000000 * seconds * seconds / (3600 * 3600)
                      ELSE 1000000 - 500000 * seconds * seconds / (432000::bigint * 432000) END
           + CASE WHEN class = 1 THEN 1000000 - off * 1000 / amount * 20000 WHEN odd THEN 5000000 ELSE 3000000 END
           + CASE WHEN same_acquirer THEN 3000000 ELSE 0 END + names AS evidence
      FROM classed WHERE class IS NOT NULL
     ORDER BY site_id, name, endpoint_id, payment, evidence DESC, words COLLATE "C"),
purchase AS (
    SELECT site_id, name, row_number() OVER (ORDER BY site_id, name)::int AS n FROM (SELECT DISTINCT site_id, name FROM fit) p),
choice AS (
    SELECT p.n, f.endpoint_id, f.payment, f.endpoint_id::text || f.payment AS key, f.records, f.evidence FROM purchase p JOIN fit f USING (site_id, name)
    UNION ALL SELECT n, NULL, NULL, NULL, 0, 0 FROM purchase),
way AS (
    SELECT 0 AS n, '{}'::text[] AS keys, '{}'::uuid[] AS endpoints, 0::numeric AS total
    UNION ALL
    SELECT c.n, w.keys || c.key, w.endpoints || c.endpoint_id, w.total + c.evidence
      FROM way w JOIN choice c ON c.n = w.n + 1
     WHERE c.key IS NULL OR c.records > (SELECT count(*) FROM unnest(w.keys) k WHERE k = c.key)),
whole AS (
    SELECT keys, endpoints, total FROM way WHERE n = (SELECT coalesce(max(n), 0) FROM purchase)),
best AS (
    SELECT keys, endpoints, total FROM whole ORDER BY total DESC, keys LIMIT 1),
chosen AS (
    SELECT p.site_id, p.name, f.endpoint_id, f.class, f.odd, f.same_acquirer, b.total,
           b.total - (SELECT max(o.total) FROM whole o WHERE o.endpoints[p.n] IS DISTINCT FROM f.endpoint_id) AS margin
      FROM purchase p CROSS JOIN best b
      JOIN fit f ON f.site_id = p.site_id AND f.name = p.name AND f.endpoint_id::text || f.payment = b.keys[p.n])
SELECT site_id, name AS purchase, endpoint_id, word, floor(margin / 100000)::bigint AS margin
  FROM (SELECT *, CASE WHEN margin < 2000000 THEN CASE class WHEN 3 THEN NULL WHEN 2 THEN 'contested_hour' ELSE 'contested' END
                       WHEN class = 0 AND same_acquirer THEN 'acquirer'
                       WHEN class = 0 AND odd THEN 'odd_minutes'
                       ELSE ('{minutes,fee,hour,days}'::text[])[class + 1] END AS word,
               margin > 0 AS clear FROM chosen) c
 WHERE clear AND word IS NOT NULL
