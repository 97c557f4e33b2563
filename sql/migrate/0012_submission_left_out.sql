-- What of a file was not stored, and of a container the files in it. A line of member m counts from m * 10000000000.
ALTER TABLE submission
    ADD COLUMN passed_over bigint NOT NULL DEFAULT 0, -- records that were not marked as ones that count
    ADD COLUMN left_out    bigint NOT NULL DEFAULT 0, -- texts of the other records that nobody needs
    ADD COLUMN members     text[] NOT NULL DEFAULT '{}';
