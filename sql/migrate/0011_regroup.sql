-- What is left to group after the links were made: a run that is cut off in between loses none of it.

-- Endpoints and sites that may belong to another programme than before.
CREATE TABLE programme_changed (
    node_id uuid PRIMARY KEY,              -- an endpoint's or a site's id
    is_site boolean NOT NULL
);

ALTER TABLE correlation ADD COLUMN regroup_all boolean NOT NULL DEFAULT true; -- everything has to be grouped again
