-- What an ingest writes meanwhile is seen by the next run, all of it.
-- rows: none
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ
