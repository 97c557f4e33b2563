-- A file that was taken or refused.
-- rows: none
-- $1 text  source  $2 text  name  $3 bigint  bytes  $4 timestamptz  modified  $5 text  state  $6 bytea  sha256 of the profile
-- $7 text  why  $8 timestamptz
INSERT INTO source_item (source_id, name, bytes, modified_at, state, profile_sha256, why, at)
VALUES ($1::text, $2::text, $3::bigint, $4::timestamptz, $5::text, $6::bytea, $7::text, $8::timestamptz)
ON CONFLICT (source_id, name, bytes, modified_at) DO UPDATE
   SET state = excluded.state, profile_sha256 = excluded.profile_sha256, why = excluded.why, at = excluded.at
