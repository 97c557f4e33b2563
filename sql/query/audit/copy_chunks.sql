-- The stored pieces of each submission in their order, beside what the submission says of them. One that replays another has none.
-- rows: copy
COPY (SELECT c.submission_id, s.submission_id, s.stored_sha256, s.stored_bytes, c.chunk_number, c.content
        FROM (SELECT * FROM submission WHERE replays IS NULL) s
        FULL JOIN submission_chunk c ON c.submission_id = s.submission_id
       ORDER BY 2, 5) TO STDOUT (FORMAT binary)
