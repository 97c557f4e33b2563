-- Work table: the values by which endpoints are kin to others, and sites to others, with all that have them; empty yet.
-- rows: none
CREATE TEMPORARY TABLE work_hop_value (number bigint NOT NULL, of_site boolean NOT NULL, kind smallint NOT NULL, hash bigint NOT NULL,
                                       value text NOT NULL, n int NOT NULL, ids uuid[] NOT NULL) ON COMMIT DROP
