-- All links by way of a third, before they are made again.
-- rows: none
DELETE FROM link_hop
