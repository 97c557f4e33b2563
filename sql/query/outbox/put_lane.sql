-- The partner's lane, if it has none yet.
-- rows: none
-- $1 text  partner
INSERT INTO delivery_lane (partner_id) VALUES ($1::text) ON CONFLICT (partner_id) DO NOTHING
