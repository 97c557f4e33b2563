-- One request with what is known of it.
-- rows: opt
-- $1 bigint  id
SELECT r.request_id, r.state, r.partner_id, r.endpoint, r.probability, r.proposed_by, r.proposed_at, r.le_due_at,
       r.acknowledge_due_at, r.outcome_due_at, r.partner_reference, r.message, r.evidence,
       (SELECT string_agg(a.actor, ', ' ORDER BY a.approval_number) FROM request_approval a WHERE a.request_id = r.request_id)
  FROM request r WHERE r.request_id = $1::bigint
