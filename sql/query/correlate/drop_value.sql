-- Values that no longer meet.
-- rows: none
DELETE FROM meeting_value m USING work_counted w
 WHERE m.bucket = w.bucket AND m.hash = w.hash AND m.kind = w.kind AND m.value = w.value AND (w.endpoints = 0 OR w.sites = 0)
