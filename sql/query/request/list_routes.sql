-- Every route of one scheme.
-- rows: many
-- $1 text  scheme
SELECT scheme, prefix, partner_id FROM partner_route WHERE scheme = $1::text
