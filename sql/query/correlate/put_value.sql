-- Values that meet, with their new counts.
-- rows: none
INSERT INTO meeting_value (bucket, hash, kind, value, endpoints, sites)
SELECT bucket, hash, kind, value, endpoints, sites FROM work_counted
 WHERE endpoints > 0 AND sites > 0 AND (endpoints <> old_endpoints OR sites <> old_sites)
ON CONFLICT (bucket, hash, kind, value) DO UPDATE SET endpoints = EXCLUDED.endpoints, sites = EXCLUDED.sites
