-- What was wrong with which line.
-- rows: copy
COPY problem (submission_id, problem_number, line, source_ref, field, code, severity) FROM STDIN (FORMAT binary)
