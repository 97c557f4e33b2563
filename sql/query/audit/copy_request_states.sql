-- Where each request stands, beside the last step of its ledger.
-- rows: copy
COPY (SELECT r.request_id::text, e.events, NULL::text, 't', e.to_state, r.state, e.events, r.events::text
        FROM request r
        LEFT JOIN (SELECT DISTINCT ON (request_id) request_id, to_state, event_number::text AS events
                     FROM request_event ORDER BY request_id, event_number DESC) e ON e.request_id = r.request_id)
  TO STDOUT (FORMAT binary)
