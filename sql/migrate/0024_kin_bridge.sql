-- What alone holds parts of a programme together without being a link: two endpoints, or two sites, that are kin by a value that few have.
-- Like links, those that were too weak to hold two parts together were cut.
CREATE TABLE programme_kin_bridge (
    one_id   uuid NOT NULL,                -- an endpoint's or a site's id
    other_id uuid NOT NULL,                -- of the same side
    kind     smallint NOT NULL,            -- of the value that both have
    hash     bigint NOT NULL,
    is_site  boolean NOT NULL,
    cut      boolean NOT NULL,
    PRIMARY KEY (one_id, other_id, kind, hash)
);

-- Bridges are found when programmes are grouped: those that there are become known at the next run.
UPDATE correlation SET regroup_all = true;
