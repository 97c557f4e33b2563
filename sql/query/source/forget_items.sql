-- Files that are no longer in the folder need not be remembered.
-- rows: none
-- $1 text  source  $2 text[]  the names that are in it
DELETE FROM source_item WHERE source_id = $1::text AND name <> ALL ($2::text[])
