-- The payments that may be the purchases of the work table, purchase by purchase: of the same amount from the hour before to the hour
-- after (0), later up to five days after (1), and of other amounts near it in the hour before (2), the same (3) and the next (4). 64 in one
-- place are as good as any more: then it says nothing. There are most by far in the days after, so those are counted first.
-- rows: copy
COPY (SELECT w.site_id, w.purchase, t.place, t.endpoint_id, t.value, n.name, t.records, t.first_at, t.last_at
        FROM work_purchase w
       CROSS JOIN LATERAL (SELECT left(w.purchase, 20) AS amount_key, left(w.purchase, 4) AS currency_key, substr(w.purchase, 5, 15)::bigint AS amount,
                                  substr(w.purchase, 21, 7)::bigint AS hour) p
       CROSS JOIN LATERAL (SELECT count(*) AS later
                             FROM (SELECT FROM endpoint_trait
                                    WHERE kind = 17 AND value COLLATE "C" >= p.amount_key || lpad((p.hour + 2)::text, 7, '0')
                                      AND value COLLATE "C" <= p.amount_key || lpad((p.hour + 121)::text, 7, '0')
                                    LIMIT 64) l) c
       CROSS JOIN LATERAL (
             (SELECT 0 AS place, endpoint_id, value, records, first_at, last_at FROM endpoint_trait
               WHERE kind = 17 AND value COLLATE "C" >= p.amount_key || lpad(greatest(p.hour - 1, 0)::text, 7, '0')
                 AND value COLLATE "C" <= p.amount_key || lpad((p.hour + 1)::text, 7, '0')
               LIMIT 64)
             UNION ALL
             SELECT 1, endpoint_id, value, records, first_at, last_at FROM endpoint_trait
               WHERE kind = 17 AND c.later < 64
                 AND value COLLATE "C" >= p.amount_key || lpad((p.hour + 2)::text, 7, '0')
                 AND value COLLATE "C" <= p.amount_key || lpad((p.hour + 121)::text, 7, '0')
             UNION ALL
             SELECT h.place, f.* FROM (VALUES (2, p.hour - 1), (3, p.hour), (4, p.hour + 1)) h (place, hour)
              CROSS JOIN LATERAL (
                    SELECT endpoint_id, value, records, first_at, last_at FROM endpoint_trait
                     WHERE kind = 17 AND left(value, 20) <> p.amount_key AND h.hour >= 0
                       AND (left(value, 4) || substr(value, 21, 7) || substr(value, 4, 16)) COLLATE "C"
                           BETWEEN p.currency_key || lpad(h.hour::text, 7, '0') || ' ' || lpad((p.amount - p.amount * 40 / 1000)::text, 15, '0')
                               AND p.currency_key || lpad(h.hour::text, 7, '0') || ' ' || lpad((p.amount + p.amount * 40 / 1000)::text, 15, '0')
                     LIMIT 64) f) t
        JOIN endpoint n ON n.endpoint_id = t.endpoint_id
       WHERE w.fresh
         AND EXISTS (SELECT FROM site_trait
                      WHERE kind = 25 AND site_id = w.site_id AND value COLLATE "C" > w.purchase || ' ' AND value COLLATE "C" < w.purchase || '!')
       ORDER BY w.site_id, w.purchase COLLATE "C") TO STDOUT (FORMAT binary)
