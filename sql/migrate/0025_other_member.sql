-- Of a container that holds several files, those that were not taken because their names tell another kind of record, and which one.
ALTER TABLE submission
    ADD COLUMN other_members text[] NOT NULL DEFAULT '{}',
    ADD COLUMN other_kinds   text[] NOT NULL DEFAULT '{}';
