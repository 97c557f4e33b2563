#!/bin/bash
# Migrating from nothing, migrating step by step and sql/schema.sql give the same schema.
#   tests/sql/schema.sh --write    writes sql/schema.sql anew after a migration was added
. "$(dirname "$0")/../support/tap.sh"
fresh_database schema
snapshot=$source_dir/sql/schema.sql

# What pg_dump says, without what changes from machine to machine.
dump() {
    pg_dump -d "$1" --schema-only --no-owner --exclude-table 'pg_temp.*' |
        sed -e '/^--/d' -e '/^SET /d' -e '/^SELECT pg_catalog.set_config/d' -e '/^\\\(un\)\?restrict/d' | cat -s | sed '1{/^$/d}'
}

if [ "${1:-}" = --write ]; then
    {
        echo "-- The schema as pg_dump shows it: a picture of what sql/migrate/ makes, for reading and comparing; nothing runs it."
        echo
        dump "$EFC_DB"
    } >"$snapshot"
    echo "ok 1 - sql/schema.sql is written"
    exit 0
fi

dump "$EFC_DB" >"$scratch/now"
sed '1,2d' "$snapshot" 2>/dev/null >"$scratch/snapshot"
diff -u "$scratch/snapshot" "$scratch/now" >"$scratch/diff"
ok $? "sql/schema.sql is the schema that the migrations make (scripts/check schema --write renews it)"
head -40 "$scratch/diff" | diag

# Step by step: every file in a transaction of its own, as if each had come with another version of the program.
url=$EFC_DB
fresh_database_name=test_schema_steps
psql -X -d "$url" -qc "DROP DATABASE IF EXISTS $fresh_database_name" -c "CREATE DATABASE $fresh_database_name" 2>/dev/null
steps=${url/dbname=test_schema/dbname=$fresh_database_name}
run_file() { psql -X -d "$steps" -q1 -v ON_ERROR_STOP=1 -f "$1" 2>&1; }
psql -X -d "$steps" -qc "CREATE TABLE schema_migration (number int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)"
# Re-runnable files of older versions are not kept, so they run once, at the end, as db migrate does.
failed=0
for file in "$source_dir"/sql/migrate/*.sql "$source_dir"/sql/routine/*.sql "$source_dir"/sql/role/*.sql "$source_dir"/sql/seed/*.sql; do
    [ ! -f "$file" ] || run_file "$file" >"$scratch/out" || { failed=1; diag <"$scratch/out"; }
done
ok $failed "every migration runs in a transaction of its own"
dump "$steps" >"$scratch/steps"
diff -u "$scratch/now" "$scratch/steps" >"$scratch/diff"
ok $? "step by step gives the same schema as from nothing"
head -40 "$scratch/diff" | diag

# Migrations are numbered from 1 without a gap, and named for what they do.
numbers=$(cd "$source_dir/sql/migrate" && ls | sed -nE 's/^([0-9]{4})_[a-z_]+\.sql$/\1/p' | sort | tr '\n' ' ')
expected=$(seq -f %04g "$(ls "$source_dir/sql/migrate" | wc -l)" | tr '\n' ' ')
is "$numbers" "$expected" "migrations are numbered from 0001 without a gap"

run "$EFC" db init
dump "$EFC_DB" >"$scratch/again"
diff -u "$scratch/now" "$scratch/again" >"$scratch/diff"
ok $? "db init on a database that has the schema changes nothing"
run "$EFC" db status
is "$code" 0 "and db status is content"

sql "INSERT INTO schema_migration VALUES (9999, 'later', now())"
run "$EFC" db status
like "$code:$err" "^3:.*newer" "a schema that is newer than the program is refused"
sql "DELETE FROM schema_migration WHERE number > 1"
run "$EFC" db status
like "$code:$err" "^3:.*db migrate" "a schema that is older is refused"
psql -X -d "$url" -qc "DROP DATABASE $fresh_database_name" 2>/dev/null
psql -X -d "${url/dbname=test_schema/dbname=efc}" -qc "DROP DATABASE IF EXISTS $fresh_database_name"

done_testing
