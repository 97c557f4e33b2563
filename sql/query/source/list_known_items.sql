-- Which files of a folder are known: taken, or refused by this very profile. One row for each, by its place in the lists.
-- rows: many
-- $1 text  source  $2 text[]  names  $3 bigint[]  bytes  $4 bigint[]  modified, in microseconds  $5 bytea  sha256 of the profile
SELECT f.place, i.state = 'taken'
  FROM unnest($2::text[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS f (name, bytes, modified_us, place)
  JOIN source_item i ON i.source_id = $1::text AND i.name = f.name AND i.bytes = f.bytes
   AND i.modified_at = 'epoch'::timestamptz + f.modified_us * interval '1 microsecond'
 WHERE i.state = 'taken' OR i.profile_sha256 = $5::bytea
 ORDER BY f.place
