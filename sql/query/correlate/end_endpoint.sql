-- What was taken has been dealt with.
-- rows: none
DELETE FROM taken_endpoint
