#!/bin/bash
# Nowhere in the system is there a place to put page content or pictures.
. "$(dirname "$0")/../support/tap.sh"
fresh_database content

# Columns that could hold it: by their name, by a type for bytes of any kind that no CHECK or name limits to a hash, or by a type for files.
suspects() {
    psql -X -d "$EFC_DB" -qtA -F , -c "
        SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm')
           AND (a.attname ~* '(content|body|html|page|picture|image|photo|screenshot|screen|thumb|media|attachment|blob|document|message|^text$|raw|payload|video|snapshot)(s|_.*)?$'
                    AND a.attname !~ '_(sha256|id|at|number|count|bytes)$'
                OR (a.atttypid = 'bytea'::regtype AND a.attname !~ '(sha256|hash|root)$')
                OR a.atttypid IN ('oid'::regtype, 'xml'::regtype))
         ORDER BY 1, 2"
}
excused() { sed 1d "$source_dir/tests/sql/content_excuse.csv" | cut -d, -f1,2 | sort; }

is "$(comm -23 <(suspects | sort) <(excused))" "" "no column could hold page content or a picture, but those that content_excuse.csv accounts for"
is "$(comm -13 <(suspects | sort) <(excused))" "" "no excuse is left over"
is "$(sql 'SELECT count(*) FROM pg_largeobject_metadata')" 0 "there are no large objects"
is "$(sed 1d "$source_dir/tests/sql/content_excuse.csv" | grep -vcE '^[a-z_]+,[a-z_]+,".{20,}"$')" 0 "every excuse is a sentence"

sql "CREATE TABLE stray (a bigint PRIMARY KEY, screenshot text, page_html text, proof bytea, file oid)"
is "$(suspects | grep -c ^stray,)" 4 "the lint finds such columns by name and by type"

# Fields of records, by the same names: a partner cannot send it either.
fields=$(sed -nE 's/^FIELD\(([a-z_]+), *([a-z_0-9]+),.*/\2/p' "$source_dir/include/core/record_field.def" | sort -u)
like "$(wc -l <<<"$fields")" '^[0-9]{2}' "the fields of records are found"
is "$(grep -iE 'content|html|page|picture|image|photo|screen|thumb|media|attach|video|victim' <<<"$fields")" "" "no field of a record takes page content or pictures"
for field in picture image screenshot page_content html victim_name; do
    printf 'source_ref,reported_at,url,%s\nS-1,2026-01-01T00:00:00Z,http://one.test/,x\n' $field >"$scratch/$field.csv"
    "$EFC" partner add hotline --name Hotline --kind hotline --country DE >/dev/null 2>&1
    run "$EFC" ingest --partner hotline --kind site_report "$scratch/$field.csv"
    stored=$(sql "SELECT count(*) FROM record WHERE content->>'$field' IS NOT NULL")
    is "$stored" 0 "a column $field is not stored as a field"
    [ "$code" = 1 ]
    ok $? "a column $field is refused"
done

done_testing
