-- efc_collect fetches: it stores bytes with the position of their source, and sees nothing of what is made of them.
GRANT SELECT (partner_id, partner_number, name, kind, country, created_at) ON partner TO efc_collect;
GRANT SELECT, INSERT ON submission TO efc_collect;
GRANT INSERT ON submission_chunk TO efc_collect;
GRANT SELECT, INSERT, UPDATE ON source TO efc_collect;
GRANT SELECT, INSERT, UPDATE, DELETE ON source_item TO efc_collect;
GRANT SELECT, INSERT ON source_submission TO efc_collect;

-- efc_intake decodes what was fetched.
GRANT SELECT, UPDATE (decoded_at) ON source_submission TO efc_intake;
