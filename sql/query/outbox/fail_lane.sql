-- The partner could not be reached or had a fault once more.
-- rows: one
-- $1 text  partner
UPDATE delivery_lane SET failures = failures + 1 WHERE partner_id = $1::text RETURNING failures
