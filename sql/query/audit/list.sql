-- Leaves, the newest first.
-- rows: many
-- $1 text  action, or how it begins when it ends with a dot; NULL: any
-- $2 text  subject; NULL: any   $3 text  actor; NULL: any   $4 bigint  only those before this index; NULL: from the end
-- $5 bigint  at most so many
SELECT leaf_index, at, actor, action, subject, detail FROM audit_leaf
 WHERE ($1::text IS NULL OR action = $1::text OR ($1::text LIKE '%.' AND starts_with(action, $1::text)))
   AND ($2::text IS NULL OR subject = $2::text)
   AND ($3::text IS NULL OR actor = $3::text)
   AND ($4::bigint IS NULL OR leaf_index < $4::bigint)
 ORDER BY leaf_index DESC LIMIT $5::bigint
