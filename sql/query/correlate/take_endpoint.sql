-- Takes endpoints off the list of changes; those that an ingest still writes are left for the next run.
-- rows: none
WITH taken AS (DELETE FROM changed_endpoint
                WHERE endpoint_id IN (SELECT endpoint_id FROM changed_endpoint FOR UPDATE SKIP LOCKED)
            RETURNING endpoint_id)
INSERT INTO taken_endpoint SELECT endpoint_id FROM taken ON CONFLICT (endpoint_id) DO NOTHING
