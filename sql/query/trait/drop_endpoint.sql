-- Takes all traits of some endpoints away and says which values they had.
-- rows: many
-- $1 uuid[]
WITH gone AS (DELETE FROM endpoint_trait WHERE endpoint_id = ANY ($1::uuid[]) RETURNING endpoint_id, hash, kind, value)
SELECT DISTINCT endpoint_id, hash, kind, value FROM gone
