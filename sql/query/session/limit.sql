-- A lock that is held for longer is a service that is not available.
-- rows: none
SET lock_timeout = '10s'
