-- By which rules the traits were derived, and whether all of them are.
-- rows: one
SELECT version, endpoint_after IS NULL AND site_after IS NULL FROM derivation
