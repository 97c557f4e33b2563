-- How a model did beside another; the last trial of the two is kept.
-- rows: none
-- $1 model  $2 model it was tried against  $3 confirmed  $4 rejected  $5 groups  $6 old surprise  $7 new surprise  $8 error
-- $9 lifted  $10 lifted and rejected  $11 text verdict  $12 timestamptz
INSERT INTO model_trial (model_id, against_id, confirmed, rejected, groups, old_surprise, new_surprise, error, lifted, lifted_rejected, verdict, made_at)
VALUES ($1::smallint, $2::smallint, $3::int, $4::int, $5::int, $6::float8, $7::float8, $8::float8, $9::int, $10::int, $11::text, $12::timestamptz)
ON CONFLICT (model_id, against_id) DO UPDATE
   SET confirmed = excluded.confirmed, rejected = excluded.rejected, groups = excluded.groups, old_surprise = excluded.old_surprise,
       new_surprise = excluded.new_surprise, error = excluded.error, lifted = excluded.lifted, lifted_rejected = excluded.lifted_rejected,
       verdict = excluded.verdict, made_at = excluded.made_at
