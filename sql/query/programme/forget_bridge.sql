-- rows: none
DELETE FROM programme_bridge
