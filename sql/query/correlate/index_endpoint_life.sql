-- Finds a life by its endpoint.
-- rows: none
CREATE UNIQUE INDEX work_endpoint_life_id ON work_endpoint_life (endpoint_id)
