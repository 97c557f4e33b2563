-- What the links were made with, and whether so many of them were that everything has to be grouped again.
-- rows: none
-- $1 model  $2 version of the match rules  $3 boolean  everything
INSERT INTO correlation (correlation_id, model_id, rules, regroup_all) VALUES (1, $1::smallint, $2::int, $3::boolean)
ON CONFLICT (correlation_id) DO UPDATE
   SET model_id = EXCLUDED.model_id, rules = EXCLUDED.rules, regroup_all = correlation.regroup_all OR EXCLUDED.regroup_all
