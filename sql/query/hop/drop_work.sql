-- The work tables of one model, before those of another are made in the same transaction.
-- rows: none
DROP TABLE work_scored, work_hop_site, work_hop_ruling, work_hop_link, work_hop_value, work_hop_holder, work_hop, work_hop_endpoint_life,
           work_hop_site_life
