-- The partner profile by which a submission is decoded, as it was when the submission came: what was derived can be derived again.
ALTER TABLE submission ADD COLUMN profile text;
