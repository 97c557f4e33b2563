-- Every route.
-- rows: many
SELECT scheme, prefix, partner_id FROM partner_route ORDER BY scheme, prefix, partner_id
