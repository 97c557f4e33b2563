-- Of a container that holds several files, what became of the records of each: accepted, duplicate, revised, quarantined; then the next file.
ALTER TABLE submission ADD COLUMN member_counts bigint[] NOT NULL DEFAULT '{}';
