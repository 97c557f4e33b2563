-- efc_correlate takes partners' answers for evidence.
GRANT SELECT, INSERT, UPDATE ON endpoint_contrary TO efc_correlate;
GRANT SELECT (request_id, endpoint_id) ON request TO efc_correlate;
GRANT SELECT (request_id, event_number, at, to_state) ON request_event TO efc_correlate;
GRANT SELECT ON endpoint_contrary TO efc_review, efc_audit;
