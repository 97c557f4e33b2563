-- One model.
-- rows: opt
-- $1 model
SELECT model_id, encode(sha256, 'hex'), text, origin FROM model WHERE model_id = $1::smallint
