-- The class of a count, as match_class() of core/match has it: 0 for 1, 1 for 2-3, 2 for 4-7 ... at most 12.
CREATE OR REPLACE FUNCTION match_class(n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (n >= 2)::int + (n >= 4)::int + (n >= 8)::int + (n >= 16)::int + (n >= 32)::int + (n >= 64)::int + (n >= 128)::int
         + (n >= 256)::int + (n >= 512)::int + (n >= 1024)::int + (n >= 2048)::int + (n >= 4096)::int
$$;
