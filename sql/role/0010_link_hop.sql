-- efc_correlate makes them, beside links; the others see them as they see links.
GRANT SELECT, INSERT, DELETE ON link_hop TO efc_correlate;
GRANT SELECT ON link_hop TO efc_review, efc_audit;
