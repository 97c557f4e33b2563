-- Traits of sites that may have them already, on their way to trait/merge_site.
-- rows: copy
COPY staged_site_trait FROM STDIN (FORMAT binary)
