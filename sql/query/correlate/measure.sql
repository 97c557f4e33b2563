-- How many endpoints and sites have changed, and how many there are, roughly.
-- rows: one
SELECT (SELECT count(*) FROM taken_endpoint), (SELECT count(*) FROM taken_site),
       (SELECT greatest(sum(reltuples), 0)::bigint FROM pg_class WHERE oid IN ('endpoint'::regclass, 'site'::regclass))
