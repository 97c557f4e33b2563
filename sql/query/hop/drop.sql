-- The links by way of a third that are made again.
-- rows: none
DELETE FROM link_hop h USING work_hop_site w WHERE h.site_id = w.site_id
