-- All values that meet, before they are counted again.
-- rows: none
DELETE FROM meeting_value
