-- The newest revision of those of the records that are on file.
-- rows: many
-- $1 uuid[]
SELECT DISTINCT ON (record_id) record_id, revision, superseded, content_sha256
  FROM record WHERE record_id = ANY ($1::uuid[]) ORDER BY record_id, revision DESC
