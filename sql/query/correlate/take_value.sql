-- Takes values that an entity has lost off the list of changes; those that an ingest still writes are left for the next run.
-- rows: none
WITH taken AS (DELETE FROM changed_value
                WHERE (bucket, hash, kind, value) IN (SELECT bucket, hash, kind, value FROM changed_value FOR UPDATE SKIP LOCKED)
            RETURNING bucket, hash, kind, value)
INSERT INTO taken_value SELECT bucket, hash, kind, value FROM taken ON CONFLICT (bucket, hash, kind, value) DO NOTHING
