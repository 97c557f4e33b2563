-- What the partner calls it.
-- rows: none
-- $1 bigint  id  $2 text  reference
UPDATE request SET partner_reference = $2::text WHERE request_id = $1::bigint
