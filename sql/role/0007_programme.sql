-- efc_correlate groups what it has linked.
GRANT SELECT, INSERT, UPDATE, DELETE ON programme_member, programme_bridge, programme_kin_bridge, programme_changed TO efc_correlate;
GRANT SELECT, INSERT ON programme_change TO efc_correlate;

-- efc_review sees the groups.
GRANT SELECT ON programme_member, programme_change, programme_bridge, programme_kin_bridge TO efc_review;
