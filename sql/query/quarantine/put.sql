-- Lines that could not be taken.
-- rows: copy
COPY quarantine (submission_id, line, content, source_ref, field, code, fix_kind) FROM STDIN (FORMAT binary)
