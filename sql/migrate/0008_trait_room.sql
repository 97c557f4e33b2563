-- A trait is often counted up and never moves to another key: with room in its page the new version lies there, and no index changes.
ALTER TABLE endpoint_trait SET (fillfactor = 90);
ALTER TABLE site_trait SET (fillfactor = 90);
DROP FUNCTION IF EXISTS sorted_union (anyarray, anyarray, int);
