-- How a model did beside another.
-- rows: opt
-- $1 model  $2 model it was tried against
SELECT confirmed, rejected, groups, old_surprise, new_surprise, error, lifted, lifted_rejected
  FROM model_trial WHERE model_id = $1::smallint AND against_id = $2::smallint
