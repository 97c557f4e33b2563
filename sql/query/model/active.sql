-- The model in use.
-- rows: opt
SELECT model_id, encode(sha256, 'hex'), text, origin FROM model WHERE active
