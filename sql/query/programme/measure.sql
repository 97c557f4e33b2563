-- What is left to group: everything, or how many endpoints and sites, and how many there are in programmes, roughly.
-- rows: one
SELECT coalesce((SELECT regroup_all FROM correlation), true), (SELECT count(*) FROM programme_changed),
       (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'programme_member'::regclass)
