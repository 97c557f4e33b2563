-- Finds a life by its site.
-- rows: none
CREATE UNIQUE INDEX work_site_life_id ON work_site_life (site_id)
