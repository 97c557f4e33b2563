-- Takes the traits of what was settled away from the endpoints, found by their whole key. Role 9 is payment.
-- rows: none
DELETE FROM endpoint_trait t USING work_unsettled u
 WHERE t.bucket = (u.hash & 65535)::int AND t.hash = u.hash AND t.kind = 26 AND t.role = 9 AND t.value = u.value AND t.endpoint_id = u.endpoint_id
