-- Opens a cursor on the records in force about some endpoints.
-- rows: none
-- $1 uuid[]
DECLARE entity_record NO SCROLL CURSOR FOR
SELECT r.content, r.record_kind, r.partner_number, p.partner_id
  FROM record r JOIN partner p USING (partner_number) WHERE r.endpoint_id = ANY ($1::uuid[]) AND NOT r.superseded
