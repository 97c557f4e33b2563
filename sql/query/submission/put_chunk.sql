-- The bytes of a submission, piece by piece.
-- rows: copy
COPY submission_chunk (submission_id, chunk_number, content) FROM STDIN (FORMAT binary)
