-- The payments that changed endpoints have or have lost.
-- rows: copy
COPY (SELECT t.value FROM taken_endpoint e JOIN endpoint_trait t ON t.endpoint_id = e.endpoint_id AND t.kind = 17
      UNION SELECT value FROM taken_value WHERE kind = 17) TO STDOUT (FORMAT binary)
