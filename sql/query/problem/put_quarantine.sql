-- Lines that could not be taken.
-- rows: copy
COPY quarantine (submission_id, line, content) FROM STDIN (FORMAT binary)
