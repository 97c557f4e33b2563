-- Likeness of two names by Jaro and Winkler, letter by letter as the definition has it, as an exact fraction.
CREATE FUNCTION pg_temp.jaro_winkler(a text, b text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    x text[] := string_to_array(a, NULL);
    y text[] := string_to_array(b, NULL);
    reach int := greatest(greatest(length(a), length(b)) / 2 - 1, 0);
    used boolean[] := array_fill(false, ARRAY[greatest(length(b), 1)]);
    of_a text[] := '{}';
    of_b text[] := '{}';
    moved int;
    start int := 0;
    jaro numeric;
BEGIN
    FOR i IN 1 .. length(a) LOOP
        FOR k IN greatest(i - reach, 1) .. least(i + reach, length(b)) LOOP
            IF x[i] = y[k] AND NOT used[k] THEN
                used[k] := true;
                of_a := of_a || x[i];
                EXIT;
            END IF;
        END LOOP;
    END LOOP;
    IF cardinality(of_a) = 0 THEN
        RETURN 0;
    END IF;
    FOR k IN 1 .. length(b) LOOP
        IF used[k] THEN
            of_b := of_b || y[k];
        END IF;
    END LOOP;
    SELECT count(*) INTO moved FROM unnest(of_a, of_b) t (p, q) WHERE p <> q;
    jaro := (cardinality(of_a)::numeric / length(a) + cardinality(of_a)::numeric / length(b)
             + (cardinality(of_a) - moved / 2.0) / cardinality(of_a)) / 3;
    WHILE start < 4 AND x[start + 1] = y[start + 1] LOOP
        start := start + 1;
    END LOOP;
    RETURN trunc(round(jaro + start * 0.1 * (1 - jaro), 12), 4); -- thirds do not end
END $$;
