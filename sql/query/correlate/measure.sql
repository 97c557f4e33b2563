-- How many endpoints and sites have changed, how many there are, roughly, and whether anything has changed.
-- rows: one
SELECT e.n, s.n, (SELECT greatest(sum(reltuples), 0)::bigint FROM pg_class WHERE oid IN ('endpoint'::regclass, 'site'::regclass)),
       e.n > 0 OR s.n > 0 OR EXISTS (SELECT FROM taken_value)
  FROM (SELECT count(*) AS n FROM taken_endpoint) e, (SELECT count(*) AS n FROM taken_site) s
