-- The partner answers.
-- rows: none
-- $1 text  partner
UPDATE delivery_lane SET failures = 0, not_before = '-infinity' WHERE partner_id = $1::text AND failures > 0
