-- One partner.
-- rows: opt
-- $1 text  id
SELECT partner_id, partner_number, name, kind, country FROM partner WHERE partner_id = $1::text
