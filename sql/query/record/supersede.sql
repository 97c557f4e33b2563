-- Takes what the partner has replaced or withdrawn out of use, and gives it back; it stays on file.
-- rows: many
-- $1 uuid[]
UPDATE record SET superseded = true WHERE record_id = ANY ($1::uuid[]) AND NOT superseded
RETURNING content
