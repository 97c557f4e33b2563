-- How far the source has been read, together with what was stored.
-- rows: none
-- $1 text  source  $2 json  position
UPDATE source SET position = $2::json WHERE source_id = $1::text
