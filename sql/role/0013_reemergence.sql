-- efc_correlate finds who has come back; what becomes of the request is not its to say.
GRANT SELECT (request_id, endpoint_id, state) ON request TO efc_correlate;
GRANT SELECT (request_id, at, to_state) ON request_event TO efc_correlate, efc_deliver;
GRANT SELECT, INSERT ON reemergence TO efc_correlate;

-- efc_deliver moves the request on, as it does with all that time brings.
GRANT SELECT (request_id, found_at) ON reemergence TO efc_deliver;
GRANT SELECT ON reemergence TO efc_review, efc_audit;
