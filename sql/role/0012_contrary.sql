-- efc_correlate takes partners' answers for evidence.
GRANT SELECT, INSERT, UPDATE ON endpoint_contrary TO efc_correlate;
GRANT SELECT ON request, request_event TO efc_correlate;
GRANT SELECT ON endpoint_contrary TO efc_review, efc_audit;
