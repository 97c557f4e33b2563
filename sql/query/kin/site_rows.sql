-- The traits by which sites may be kin.
-- rows: copy
COPY (SELECT t.site_id, t.hash, t.kind, t.value FROM site_trait t
       WHERE ((SELECT of_site FROM work_kin_role))[t.kind + 1] >> t.role & 1 = 1) TO STDOUT (FORMAT binary)
