-- All partners, in the order of their names.
-- rows: many
SELECT partner_id, kind, country, name, delivery_url FROM partner ORDER BY partner_id
