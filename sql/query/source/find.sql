-- One source as it stands.
-- rows: opt
-- $1 text
SELECT partner_id, position, circuit, failures, next_at, started_at > coalesce(ended_at, '-infinity') AS cut_off
  FROM source WHERE source_id = $1::text
