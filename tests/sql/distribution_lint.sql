-- What in the catalogue breaks the rules by which the schema lies on several machines; one row a breach: table, rule.
-- Reads the temporary table manifest (sql/distribution.csv).

WITH listed AS (
    SELECT m.*, to_regclass('public.' || quote_ident(m."table")) AS oid,
           a.attnum, a.atttypid
      FROM manifest m
      LEFT JOIN pg_attribute a
        ON a.attrelid = to_regclass('public.' || quote_ident(m."table")) AND a.attname = m."column" AND NOT a.attisdropped
), relation AS (
    SELECT c.oid, c.relname, l.placement, l."column", l.attnum, l.colocated_with
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      LEFT JOIN listed l ON l.oid = c.oid
     WHERE c.relkind IN ('r', 'p')
), foreign_key AS (
    SELECT k.conname, k.conkey, k.confkey, f.relname AS from_name, f.placement AS from_placement, f.attnum AS from_attnum,
           coalesce(nullif(f.colocated_with, ''), f.relname) AS from_group,
           t.relname AS to_name, t.placement AS to_placement, t.attnum AS to_attnum,
           coalesce(nullif(t.colocated_with, ''), t.relname) AS to_group
      FROM pg_constraint k JOIN relation f ON f.oid = k.conrelid JOIN relation t ON t.oid = k.confrelid WHERE k.contype = 'f'
)
-- the manifest and the catalogue name the same tables
SELECT relname AS "table", 'is not in sql/distribution.csv' AS rule FROM relation WHERE placement IS NULL
UNION ALL
SELECT "table", 'is in sql/distribution.csv, but there is no such table' FROM listed WHERE oid IS NULL
UNION ALL
SELECT "table", 'stands twice in sql/distribution.csv' FROM manifest GROUP BY "table" HAVING count(*) > 1
UNION ALL
SELECT "table", 'placement is not local, reference or distributed' FROM listed
 WHERE coalesce(placement, '') NOT IN ('local', 'reference', 'distributed')
UNION ALL
SELECT "table", 'a distributed table names the column it is distributed by, others name none' FROM listed
 WHERE oid IS NOT NULL AND (placement = 'distributed') <> (attnum IS NOT NULL)
UNION ALL
SELECT l."table", 'colocated_with is not a distributed table with a column of the same type' FROM listed l
 WHERE coalesce(l.colocated_with, '') <> ''
   AND NOT EXISTS (SELECT FROM listed o WHERE o."table" = l.colocated_with AND o.placement = 'distributed' AND o.atttypid = l.atttypid)

-- keys
UNION ALL
SELECT relname, 'has no primary key' FROM relation r
 WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = r.oid AND i.indisprimary)
UNION ALL
SELECT r.relname, 'the unique index ' || x.relname || ' leaves the distribution column out'
  FROM relation r JOIN pg_index i ON i.indrelid = r.oid AND i.indisunique JOIN pg_class x ON x.oid = i.indexrelid
 WHERE r.placement = 'distributed' AND NOT r.attnum = ANY (i.indkey::smallint[])
UNION ALL
SELECT r.relname, 'has an exclusion constraint' FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype = 'x'
 WHERE r.placement = 'distributed'

-- foreign keys go to reference tables, along the distribution column, or from a local table to another
UNION ALL
SELECT from_name, 'the foreign key ' || conname || ' leads from a ' || from_placement || ' to a ' || to_placement || ' table'
  FROM foreign_key
 WHERE NOT (to_placement = 'reference' OR (from_placement, to_placement) IN (('local', 'local'), ('distributed', 'distributed')))
UNION ALL
SELECT from_name, 'the foreign key ' || conname || ' does not follow the distribution column'
  FROM foreign_key
 WHERE from_placement = 'distributed' AND to_placement = 'distributed'
   AND NOT (from_group = to_group
            AND array_position(conkey, from_attnum) IS NOT NULL
            AND array_position(conkey, from_attnum) IS NOT DISTINCT FROM array_position(confkey, to_attnum))

-- numbers that a sequence gives are bigint; a reference table may have shorter ones, since it is small and lies on every machine
UNION ALL
SELECT r.relname, a.attname || ' is numbered, but no bigint'
  FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%') AND a.atttypid <> 'bigint'::regtype
   AND r.placement <> 'reference'

-- hash buckets
UNION ALL
SELECT r.relname, 'bucket has no CHECK that keeps it between 0 and 65535'
  FROM relation r
 WHERE r.placement = 'distributed' AND r."column" = 'bucket'
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = r.oid AND k.contype = 'c'
                      AND pg_get_constraintdef(k.oid) ~ 'bucket >= 0.*bucket <= 65535')

-- what runs by itself
UNION ALL
SELECT r.relname, 'has the trigger ' || t.tgname FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
 WHERE r.placement = 'distributed'
UNION ALL
SELECT r.relname, 'has a rule' FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid
UNION ALL
SELECT r.relname, 'the column ' || a.attname || ' has a volatile default'
  FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0
  JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE r.placement = 'distributed' AND a.attidentity = '' AND pg_get_expr(d.adbin, d.adrelid) ~ '(now|random|clock_timestamp|gen_random_uuid)\(|CURRENT_'
UNION ALL
SELECT p.proname, 'is SECURITY DEFINER' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'public'
 WHERE p.prosecdef AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT p.proname, 'belongs to a role that cannot log in'
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'public' JOIN pg_roles o ON o.oid = p.proowner
 WHERE NOT o.rolcanlogin AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT r.relname, 'the policy ' || y.polname || ' has a subquery or set_config()'
  FROM relation r JOIN pg_policy y ON y.polrelid = r.oid
 WHERE coalesce(pg_get_expr(y.polqual, y.polrelid), '') || coalesce(pg_get_expr(y.polwithcheck, y.polrelid), '') ~* '\mselect\M|set_config'
ORDER BY 1, 2
