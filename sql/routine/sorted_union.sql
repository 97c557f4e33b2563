-- The union of two sets, sorted, without repetitions, cut to its first `most` members.
CREATE OR REPLACE FUNCTION sorted_union(a anyarray, b anyarray, most int) RETURNS anyarray
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT coalesce(array_agg(m), a) FROM (SELECT DISTINCT unnest(a || b) AS m ORDER BY 1 LIMIT most) s $$;
