-- Adds a submission whose bytes have just been stored, or are stored already under the one that it replays.
-- rows: none
-- $1 uuid  $2 text  partner  $3 text  kind  $4 bytea  sha256  $5 bytea  stored sha256  $6 bigint  bytes  $7 bigint  stored bytes
-- $8 text  format  $9 text  source  $10 timestamptz  received at  $11 text  profile  $12 bigint  passed over  $13 bigint  left out
-- $14 text[]  members  $15 uuid  corrects  $16 uuid  replays  $17 text  replay scope
-- $18 text[]  members of other kinds  $19 text[]  which kinds
INSERT INTO submission (submission_id, partner_id, record_kind, sha256, stored_sha256, bytes, stored_bytes, format, source,
                        received_at, profile, passed_over, left_out, members, corrects, replays, replay_scope,
                        other_members, other_kinds, state)
VALUES ($1::uuid, $2::text, $3::text, $4::bytea, $5::bytea, $6::bigint, $7::bigint, $8::text, $9::text, $10::timestamptz,
        $11::text, $12::bigint, $13::bigint, $14::text[], $15::uuid, $16::uuid, $17::text,
        $18::text[], $19::text[], 'stored')
