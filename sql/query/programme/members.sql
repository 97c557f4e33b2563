-- The programmes as they are.
-- rows: copy
COPY (SELECT member_id, programme_id FROM programme_member) TO STDOUT (FORMAT binary)
