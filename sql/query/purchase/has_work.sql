-- Whether anything has changed.
-- rows: one
SELECT EXISTS (SELECT FROM taken_endpoint) OR EXISTS (SELECT FROM taken_site) OR EXISTS (SELECT FROM taken_value)
