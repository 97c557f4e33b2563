-- Takes sites off the list of changes; those that an ingest still writes are left for the next run.
-- rows: none
WITH taken AS (DELETE FROM changed_site
                WHERE site_id IN (SELECT site_id FROM changed_site FOR UPDATE SKIP LOCKED)
            RETURNING site_id)
INSERT INTO taken_site SELECT site_id FROM taken ON CONFLICT (site_id) DO NOTHING
