-- Lines of a submission whose id could not be read, and that are in quarantine.
-- rows: many
-- $1 uuid  $2 bigint  at most
SELECT line FROM quarantine WHERE submission_id = $1::uuid AND settled_at IS NULL AND source_ref IS NULL ORDER BY line LIMIT $2::bigint
