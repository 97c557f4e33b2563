-- Both sides have lost what is no longer settled.
-- rows: none
INSERT INTO taken_value (bucket, hash, kind, value)
SELECT (u.hash & 65535)::int, u.hash, 26, u.value FROM work_unsettled u WHERE NOT EXISTS (SELECT FROM work_settled n WHERE n.value = u.value)
ON CONFLICT (bucket, hash, kind, value) DO NOTHING
