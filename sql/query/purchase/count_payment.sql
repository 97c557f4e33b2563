-- How many payments there are, about: as the index of them was last analysed.
-- rows: one
SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'endpoint_trait_payment'::regclass
