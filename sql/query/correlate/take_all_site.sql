-- All sites, for making everything again.
-- rows: none
INSERT INTO taken_site SELECT site_id FROM site ON CONFLICT (site_id) DO NOTHING
