-- Keeps a checkpoint that is given out.
-- rows: none
-- $1 bigint  size  $2 bytea  root  $3 text  note  $4 timestamptz
INSERT INTO audit_checkpoint (size, root, note, made_at) VALUES ($1::bigint, $2::bytea, $3::text, $4::timestamptz)
ON CONFLICT DO NOTHING
