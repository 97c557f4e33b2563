-- An analyst rules about hubs in single cases; what she ruled enters the score.
GRANT SELECT, INSERT, UPDATE (released_by, released_at) ON hub_override TO efc_review;
GRANT SELECT ON hub_override TO efc_correlate, efc_audit;
