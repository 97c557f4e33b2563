-- What was wrong with which line.
-- rows: copy
COPY problem (submission_id, problem_number, line, source_ref, field, code, severity, fix_kind, fix_value, fix_count)
  FROM STDIN (FORMAT binary)
