-- How many traits endpoints and sites have, roughly.
-- rows: one
SELECT (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'endpoint_trait'::regclass),
       (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'site_trait'::regclass)
