-- Adds a partner; no row when the id is taken.
-- rows: opt
-- $1 text  id           $2 text  name          $3 text  kind          $4 text  country
-- $5 timestamptz        $6 text  delivery URL  $7 text  delivery key  $8 text  delivery CA   $9 text[]  networks
INSERT INTO partner (partner_id, name, kind, country, created_at, delivery_url, delivery_key, delivery_ca, delivery_networks)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::timestamptz, $6::text, $7::text, $8::text, $9::text[])
ON CONFLICT (partner_id) DO NOTHING
RETURNING partner_id
