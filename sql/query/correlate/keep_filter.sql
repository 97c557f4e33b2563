-- The bits are kept as they are: they do not get smaller by packing.
-- rows: none
ALTER TABLE work_filter ALTER COLUMN bits SET STORAGE EXTERNAL
