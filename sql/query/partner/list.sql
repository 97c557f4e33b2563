-- All partners, in the order of their ids.
-- rows: many
SELECT p.partner_id, p.kind, p.country, p.name, p.delivery_url,
       (SELECT string_agg(r.scheme || '/' || r.prefix, ' ' ORDER BY r.scheme, r.prefix)
          FROM partner_route r WHERE r.partner_id = p.partner_id) AS closes
  FROM partner p ORDER BY p.partner_id
