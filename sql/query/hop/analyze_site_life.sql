-- rows: none
ANALYZE work_hop_site_life
