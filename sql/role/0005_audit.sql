-- Everyone appends, nobody changes or removes a leaf. A wrong head is found by efc audit verify.
GRANT INSERT ON audit_leaf, audit_checkpoint TO efc_intake, efc_correlate, efc_review, efc_deliver, efc_audit, efc_admin;
GRANT SELECT ON audit_head TO efc_intake, efc_correlate, efc_review, efc_deliver, efc_audit, efc_admin;
GRANT UPDATE (size, frontier) ON audit_head TO efc_intake, efc_correlate, efc_review, efc_deliver, efc_audit, efc_admin;

-- Auditors alone read the log.
GRANT SELECT ON audit_leaf, audit_checkpoint TO efc_audit;
GRANT SELECT ON partner_route, submission_chunk, api_token TO efc_audit;
