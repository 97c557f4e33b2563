-- Partners with the last leaf that speaks of each.
-- rows: copy
COPY (SELECT coalesce(l.subject, p.partner_id), l.leaf_index::text, l.sha256, p.present, p.partner_id, p.name, p.kind, p.country,
             p.at, p.delivery_url, p.delivery_key, p.delivery_ca, p.networks, p.closes
        FROM (SELECT DISTINCT ON (subject) subject, leaf_index, detail->>'sha256' AS sha256
                FROM audit_leaf WHERE action IN ('partner.add', 'partner.change') ORDER BY subject, leaf_index DESC) l
        FULL JOIN
             (SELECT 't' AS present, partner_id, name, kind, country, delivery_url, delivery_key, delivery_ca,
                     rtrim(rtrim(to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z' AS at,
                     array_to_string(delivery_networks, ' ') AS networks,
                     (SELECT coalesce(string_agg(r.scheme || '/' || r.prefix, ' ' ORDER BY r.scheme COLLATE "C", r.prefix COLLATE "C"), '')
                        FROM partner_route r WHERE r.partner_id = partner.partner_id) AS closes
                FROM partner) p
          ON p.partner_id = l.subject) TO STDOUT (FORMAT binary)
