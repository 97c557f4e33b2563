-- efc_correlate makes links out of traits; it decides nothing.
GRANT SELECT, INSERT, UPDATE ON model, correlation TO efc_correlate;
GRANT SELECT, INSERT, UPDATE, DELETE ON meeting_value, taken_endpoint, taken_site, taken_value, link TO efc_correlate;
GRANT SELECT ON link_decision TO efc_correlate;
GRANT UPDATE ON changed_endpoint, changed_site, changed_value TO efc_correlate; -- to lock the rows it takes

-- A change that is already on the list is locked by the one who changes it again, so that it cannot be taken before he commits.
GRANT UPDATE ON changed_endpoint, changed_site, changed_value TO efc_intake;

-- efc_review sees links and why they are, and decides about them.
GRANT SELECT ON model, correlation, meeting_value, link, link_decision TO efc_review;
GRANT INSERT ON link_decision TO efc_review;
GRANT SELECT, INSERT, UPDATE ON changed_endpoint, changed_site TO efc_review; -- a decision has both looked at again

-- efc_audit reads what leaves of the log speak of.
GRANT SELECT ON model, link, link_decision TO efc_audit;
