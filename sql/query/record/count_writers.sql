-- How many transactions write records or traits, or wait to: those that have or want the lock of record/lock.
-- rows: one
SELECT count(*) FROM pg_locks
 WHERE locktype = 'advisory' AND classid = 0 AND objid = 7134001 AND objsubid = 1
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
