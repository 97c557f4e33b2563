-- Whether this text is a model that is there already, and whether the newest of those that stood inside a program is in use. No row when no
-- model is in use.
-- rows: opt
-- $1 bytea sha256
SELECT EXISTS (SELECT FROM model WHERE sha256 = $1::bytea),
       model_id = (SELECT max(model_id) FROM model WHERE origin = 'default')
  FROM model WHERE active
