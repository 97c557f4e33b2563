-- An analyst undoes merges and splits; what she decided is taken into account when programmes are grouped.
GRANT SELECT, INSERT, UPDATE (released_by, released_at) ON programme_decision TO efc_review;
GRANT SELECT, INSERT, UPDATE ON changed_endpoint TO efc_review; -- a decision has its members looked at again
GRANT SELECT ON programme_decision TO efc_correlate, efc_audit;
GRANT SELECT ON programme_change TO efc_audit;
