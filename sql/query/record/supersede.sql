-- Takes what the partner has replaced or withdrawn out of use; it stays on file.
-- rows: none
-- $1 uuid[]
UPDATE record SET superseded = true WHERE record_id = ANY ($1::uuid[]) AND NOT superseded
