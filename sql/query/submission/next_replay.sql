-- How often a submission has been taken once more, and the try that is not finished.
-- rows: one
-- $1 uuid
SELECT count(*), (SELECT u.submission_id FROM submission u WHERE u.replays = $1::uuid AND u.state = 'stored' ORDER BY 1 LIMIT 1)
  FROM submission WHERE replays = $1::uuid
