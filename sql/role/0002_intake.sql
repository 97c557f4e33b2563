-- efc_admin keeps the list of partners.
GRANT SELECT, INSERT, UPDATE ON partner TO efc_admin;
GRANT SELECT, INSERT, DELETE ON partner_route TO efc_admin;

-- efc_intake parses foreign bytes: it writes what is derived from them, and sees of a partner only what it needs for that.
GRANT SELECT (partner_id, partner_number, name, kind, country, created_at) ON partner TO efc_intake;
GRANT INSERT (partner_id, name, kind, country, created_at) ON partner TO efc_intake;
GRANT SELECT, INSERT, UPDATE ON submission, record TO efc_intake;
GRANT SELECT, INSERT, DELETE ON submission_chunk TO efc_intake;
GRANT SELECT, INSERT, UPDATE, DELETE ON problem, quarantine TO efc_intake;
GRANT SELECT, INSERT ON endpoint, site TO efc_intake;
GRANT SELECT, INSERT, UPDATE, DELETE ON endpoint_trait, site_trait TO efc_intake;
GRANT SELECT, INSERT ON changed_endpoint, changed_site, changed_value TO efc_intake;

-- efc_correlate reads traits and takes what changed off the list.
GRANT SELECT ON endpoint, site, endpoint_trait, site_trait, record, partner_route TO efc_correlate;
GRANT SELECT, INSERT, DELETE ON changed_endpoint, changed_site, changed_value TO efc_correlate;

-- efc_review is an analyst: she reads, she changes nothing here.
GRANT SELECT (partner_id, partner_number, name, kind, country, created_at) ON partner TO efc_review;
GRANT SELECT ON partner_route, submission, problem, quarantine, record, endpoint, site, endpoint_trait, site_trait TO efc_review;

-- efc_deliver reads where to deliver to, and no record.
GRANT SELECT ON partner TO efc_deliver;

-- efc_audit reads everything that a leaf of the log speaks of.
GRANT SELECT ON partner, submission, record TO efc_audit;
