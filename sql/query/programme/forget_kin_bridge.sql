-- rows: none
DELETE FROM programme_kin_bridge
