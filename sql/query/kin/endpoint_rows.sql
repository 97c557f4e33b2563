-- The traits by which endpoints may be kin.
-- rows: copy
COPY (SELECT t.endpoint_id, t.hash, t.kind, t.value FROM endpoint_trait t
       WHERE ((SELECT of_endpoint FROM work_kin_role))[t.kind + 1] >> t.role & 1 = 1) TO STDOUT (FORMAT binary)
