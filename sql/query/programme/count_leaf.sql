-- How many members hang on a programme by one tie alone.
-- rows: one
-- $1 uuid
SELECT (SELECT count(*) FROM programme_member m JOIN programme_bridge b ON b.site_id = m.member_id
         WHERE m.programme_id = $1::uuid AND NOT b.cut AND b.endpoints + b.sites = 1)
     + (SELECT count(*) FROM programme_member m JOIN programme_kin_bridge b ON b.one_id = m.member_id
         WHERE m.programme_id = $1::uuid AND NOT b.cut AND b.endpoints + b.sites = 1)
