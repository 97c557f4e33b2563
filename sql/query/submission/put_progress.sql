-- Everything up to and with a line is in.
-- rows: none
-- $1 uuid  $2 bigint line  $3 bigint records  $4 accepted  $5 duplicate  $6 revised  $7 quarantined  $8 warnings  $9 problems
-- $10 bytea  chain over the records  $11 text[]  ignored columns
-- $12 bigint[]  of each file of a container: accepted, duplicate, revised, quarantined
UPDATE submission
   SET line = $2::bigint, records = $3::bigint, accepted = $4::bigint, duplicate = $5::bigint, revised = $6::bigint,
       quarantined = $7::bigint, warnings = $8::bigint, problems = $9::bigint, records_sha256 = $10::bytea,
       ignored_columns = $11::text[], member_counts = $12::bigint[]
 WHERE submission_id = $1::uuid
