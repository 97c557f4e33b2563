-- Work table: which hashes each side has, roughly.
-- rows: none
CREATE TEMPORARY TABLE work_filter (is_site boolean NOT NULL, mask bigint NOT NULL, bits bytea NOT NULL) ON COMMIT DROP
