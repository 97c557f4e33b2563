-- All that follows in this transaction sees one moment, and changes nothing.
-- rows: none
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY
