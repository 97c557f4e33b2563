-- The payments that may be the purchases of the work table, purchase by purchase: of the same amount from the hour before to the hour
-- after (near), later up to five days after, and of other amounts near it from the hour before to the hour after (fee). Too many of one kind
-- are cut off: they could not be told apart. What the two have besides is looked up one by one: few rows come out.
-- rows: copy
COPY (SELECT w.site_id, w.purchase, s.value, t.probe, t.endpoint_id, t.value, n.name, t.records, t.first_at, t.last_at,
             coalesce((SELECT true FROM endpoint_trait e
                               WHERE e.bucket = d.start_bucket AND e.hash = d.start_hash AND e.kind = 7 AND e.endpoint_id = t.endpoint_id LIMIT 1), false),
             coalesce((SELECT true FROM endpoint_trait e
                               WHERE e.bucket = d.rrn_bucket AND e.hash = d.rrn_hash AND e.kind = 14 AND e.endpoint_id = t.endpoint_id LIMIT 1), false),
             coalesce((SELECT true FROM endpoint_trait e
                               WHERE e.bucket = d.arn_bucket AND e.hash = d.arn_hash AND e.kind = 13 AND e.endpoint_id = t.endpoint_id LIMIT 1), false)
        FROM work_purchase w
       CROSS JOIN LATERAL (SELECT value FROM site_trait
                            WHERE kind = 25 AND site_id = w.site_id AND value COLLATE "C" > w.purchase || ' ' AND value COLLATE "C" < w.purchase || '!') s
       CROSS JOIN LATERAL (SELECT left(w.purchase, 20) AS amount_key, left(w.purchase, 4) AS currency_key, substr(w.purchase, 5, 15)::bigint AS amount,
                                  substr(w.purchase, 21, 7)::bigint AS hour) p
       CROSS JOIN LATERAL (SELECT min(bucket) FILTER (WHERE kind = 7) AS start_bucket, min(hash) FILTER (WHERE kind = 7) AS start_hash,
                                  min(bucket) FILTER (WHERE kind = 14) AS rrn_bucket, min(hash) FILTER (WHERE kind = 14) AS rrn_hash,
                                  min(bucket) FILTER (WHERE kind = 13) AS arn_bucket, min(hash) FILTER (WHERE kind = 13) AS arn_hash
                             FROM site_trait
                            WHERE site_id = w.site_id
                              AND ((kind = 14 AND value = split_part(substr(s.value, 29), ' ', 4))
                                   OR (kind = 13 AND value = split_part(substr(s.value, 29), ' ', 5))
                                   OR (kind = 7 AND value = split_part(substr(s.value, 29), ' ', 6)))) d
       CROSS JOIN LATERAL (
             (SELECT 'near' AS probe, endpoint_id, value, records, first_at, last_at FROM endpoint_trait
               WHERE kind = 17 AND value COLLATE "C" >= p.amount_key || lpad(greatest(p.hour - 1, 0)::text, 7, '0')
                 AND value COLLATE "C" <= p.amount_key || lpad((p.hour + 1)::text, 7, '0')
               ORDER BY value COLLATE "C", endpoint_id LIMIT 64)
             UNION ALL
             (SELECT 'later', endpoint_id, value, records, first_at, last_at FROM endpoint_trait
               WHERE kind = 17 AND value COLLATE "C" >= p.amount_key || lpad((p.hour + 2)::text, 7, '0')
                 AND value COLLATE "C" <= p.amount_key || lpad((p.hour + 121)::text, 7, '0')
               ORDER BY value COLLATE "C", endpoint_id LIMIT 64)
             UNION ALL
             SELECT 'fee', f.* FROM generate_series(greatest(p.hour - 1, 0), p.hour + 1) h (hour)
              CROSS JOIN LATERAL (
                    SELECT endpoint_id, value, records, first_at, last_at FROM endpoint_trait
                     WHERE kind = 17 AND left(value, 20) <> p.amount_key
                       AND (left(value, 4) || substr(value, 21, 7) || substr(value, 4, 16)) COLLATE "C"
                           BETWEEN p.currency_key || lpad(h.hour::text, 7, '0') || ' ' || lpad((p.amount - p.amount * 40 / 1000)::text, 15, '0')
                               AND p.currency_key || lpad(h.hour::text, 7, '0') || ' ' || lpad((p.amount + p.amount * 40 / 1000)::text, 15, '0')
                     ORDER BY (left(value, 4) || substr(value, 21, 7) || substr(value, 4, 16)) COLLATE "C", endpoint_id LIMIT 64) f) t
        JOIN endpoint n ON n.endpoint_id = t.endpoint_id
       WHERE w.fresh
       ORDER BY w.site_id, w.purchase COLLATE "C", t.endpoint_id, t.value COLLATE "C", s.value COLLATE "C") TO STDOUT (FORMAT binary)
