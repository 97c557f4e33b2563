-- All links, before they are made again.
-- rows: none
DELETE FROM link
