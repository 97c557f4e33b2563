-- efc_correlate settles which payment a test purchase was, and gives both sides a trait of it.
GRANT SELECT, INSERT, UPDATE, DELETE ON purchase_candidate, purchase_settled TO efc_correlate;
GRANT INSERT, DELETE ON endpoint_trait, site_trait TO efc_correlate;
