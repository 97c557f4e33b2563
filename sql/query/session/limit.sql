-- A lock that is held for longer makes a statement fail and be tried again a few times; then the client is told to come back.
-- rows: none
SET lock_timeout = '2s'
