-- Takes all traits of one endpoint away and says which values it had.
-- rows: many
-- $1 uuid
WITH gone AS (DELETE FROM endpoint_trait WHERE endpoint_id = $1::uuid RETURNING bucket, hash, kind, value)
SELECT DISTINCT bucket, hash, kind, value FROM gone
