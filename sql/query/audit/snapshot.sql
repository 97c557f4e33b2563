-- All that follows in this transaction sees one moment.
-- rows: none
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ
