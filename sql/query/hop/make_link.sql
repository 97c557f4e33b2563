-- Work table: the links that may be passed on: likely ones, of the sites at hand, of those that share a trace with them and of those that an
-- endpoint of a ruled case is linked to; what people have rejected is none.
-- $1 bigint  least weight  $2 bigint[]  for each kind of trait: a bit for each role in which sites are kin by it
-- rows: none
CREATE TEMPORARY TABLE work_hop_link ON COMMIT DROP AS
SELECT l.site_id, l.endpoint_id, l.weight_bits
  FROM (SELECT site_id FROM work_hop_site
        UNION
        SELECT x.site_id FROM work_hop_ruling r JOIN link x ON x.endpoint_id = r.endpoint_id WHERE NOT r.is_hub
        UNION
        SELECT unnest(k.ids)
          FROM (SELECT DISTINCT t.bucket, t.hash, t.kind, t.value FROM work_hop_site JOIN site_trait t USING (site_id)
                 WHERE (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1) v
         CROSS JOIN LATERAL (SELECT array_agg(x.site_id) AS ids
                               FROM (SELECT DISTINCT t.site_id FROM site_trait t
                                      WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                        AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                                      LIMIT 32) x) k
         WHERE cardinality(k.ids) < 32) s
  JOIN link l USING (site_id)
 WHERE l.weight_bits >= $1::bigint
   AND coalesce((SELECT d.decision FROM link_decision d WHERE d.site_id = l.site_id AND d.endpoint_id = l.endpoint_id
                  ORDER BY d.decision_number DESC LIMIT 1), '') <> 'rejected'
