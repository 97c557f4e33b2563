-- Other rules than those that derived the traits: all of them are derived again, from the first on.
-- rows: none
-- $1 int  version of the rules
UPDATE derivation
   SET version = $1::int, endpoint_after = '00000000-0000-0000-0000-000000000000',
       site_after = '00000000-0000-0000-0000-000000000000'
 WHERE version <> $1::int
