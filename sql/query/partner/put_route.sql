-- Says that a partner is able to close endpoints of a scheme that begin with a prefix.
-- rows: none
-- $1 text  scheme  $2 text  prefix  $3 text  partner
INSERT INTO partner_route (scheme, prefix, partner_id) VALUES ($1::text, $2::text, $3::text)
ON CONFLICT (scheme, prefix, partner_id) DO NOTHING
