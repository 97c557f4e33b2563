-- The files that were refused, for people.
-- rows: many
-- $1 text[]  sources or partners; NULL: all
SELECT i.source_id, i.name, i.bytes, i.modified_at, i.at, i.why
  FROM source_item i JOIN source s USING (source_id)
 WHERE i.state = 'refused' AND ($1::text[] IS NULL OR s.source_id = ANY ($1::text[]) OR s.partner_id = ANY ($1::text[]))
 ORDER BY i.source_id, i.at, i.name
