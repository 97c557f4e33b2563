-- One piece of a submission's bytes.
-- rows: opt
-- $1 uuid  $2 int  number of the piece
SELECT content FROM submission_chunk WHERE submission_id = $1::uuid AND chunk_number = $2::int
