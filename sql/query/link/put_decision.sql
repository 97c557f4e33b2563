-- A decision about a pair of an endpoint and a site that are known; no row when one of them is not.
-- rows: opt
-- $1 uuid  endpoint  $2 uuid  site  $3 text  confirmed or rejected  $4 text  actor  $5 text  reason  $6 timestamptz
INSERT INTO link_decision (site_id, endpoint_id, decision_number, decision, actor, reason, decided_at)
SELECT s.site_id, e.endpoint_id,
       1 + coalesce((SELECT max(d.decision_number) FROM link_decision d WHERE d.site_id = $2::uuid AND d.endpoint_id = $1::uuid), 0),
       $3::text, $4::text, $5::text, $6::timestamptz
  FROM endpoint e CROSS JOIN site s
 WHERE e.endpoint_id = $1::uuid AND s.site_id = $2::uuid
RETURNING decision_number
