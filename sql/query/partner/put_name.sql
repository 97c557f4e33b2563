-- Adds a partner with its identity alone; nothing when the id is taken.
-- rows: none
-- $1 text  id  $2 text  name  $3 text  kind  $4 text  country  $5 timestamptz
INSERT INTO partner (partner_id, name, kind, country, created_at)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::timestamptz)
ON CONFLICT (partner_id) DO NOTHING
