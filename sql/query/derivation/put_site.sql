-- How far deriving again has come among sites.
-- rows: none
-- $1 uuid  the last that is done, the nil UUID when all are
UPDATE derivation SET site_after = nullif($1::uuid, '00000000-0000-0000-0000-000000000000')
