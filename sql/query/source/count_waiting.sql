-- How many submissions from sources are not decoded yet.
-- rows: one
SELECT count(*) FROM source_submission WHERE decoded_at IS NULL
