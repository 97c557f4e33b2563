-- Takes all traits of some sites away and says which values they had.
-- rows: many
-- $1 uuid[]
WITH gone AS (DELETE FROM site_trait WHERE site_id = ANY ($1::uuid[]) RETURNING site_id, hash, kind, value)
SELECT DISTINCT site_id, hash, kind, value FROM gone
