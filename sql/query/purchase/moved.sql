-- The payments that changed endpoints have or have lost. OFFSET 0 keeps the planner from reading the traits of all endpoints, which it does
-- as long as it takes the list of changed ones for as long as it once was.
-- rows: copy
COPY (SELECT t.value
        FROM taken_endpoint e
       CROSS JOIN LATERAL (SELECT value FROM endpoint_trait WHERE endpoint_id = e.endpoint_id AND kind = 17 OFFSET 0) t
      UNION SELECT value FROM taken_value WHERE kind = 17) TO STDOUT (FORMAT binary)
