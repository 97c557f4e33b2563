-- Takes all traits of one site away and says which values it had.
-- rows: many
-- $1 uuid
WITH gone AS (DELETE FROM site_trait WHERE site_id = $1::uuid RETURNING bucket, hash, kind, value)
SELECT DISTINCT bucket, hash, kind, value FROM gone
