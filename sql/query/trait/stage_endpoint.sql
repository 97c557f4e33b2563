-- Traits of endpoints that may have them already, on their way to trait/merge_endpoint.
-- rows: copy
COPY staged_endpoint_trait FROM STDIN (FORMAT binary)
