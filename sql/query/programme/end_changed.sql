-- They have been dealt with.
-- rows: none
DELETE FROM programme_changed
