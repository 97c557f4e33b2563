-- All endpoints, for making everything again.
-- rows: none
INSERT INTO taken_endpoint SELECT endpoint_id FROM endpoint ON CONFLICT (endpoint_id) DO NOTHING
