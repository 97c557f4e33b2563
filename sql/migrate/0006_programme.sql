-- Programmes: endpoints and sites that one hand runs.

-- What speaks for one hand behind both, in micro-bits: as weight_bits, without the bounds that the score sets to it.
ALTER TABLE link ADD COLUMN hand_bits bigint NOT NULL DEFAULT 0;

CREATE TABLE programme_member (
    member_id    uuid PRIMARY KEY,         -- an endpoint's or a site's id
    is_site      boolean NOT NULL,
    programme_id uuid NOT NULL
);
CREATE INDEX programme_member_programme ON programme_member (programme_id);

-- How programmes came, grew together and fell apart. From the members that moved the state before can be told.
CREATE TABLE programme_change (
    change_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id  uuid NOT NULL,           -- the one that is there after the change, or that is gone
    other_id      uuid,                    -- merged: the one it took in; split: the one it came out of
    change        text NOT NULL CHECK (change IN ('formed', 'merged', 'split', 'dissolved')),
    members       uuid[] NOT NULL,         -- that moved
    changed_at    timestamptz NOT NULL
);
CREATE INDEX programme_change_programme ON programme_change (programme_id);

-- Links without which a programme would fall in two; those that were too weak to hold two parts together were cut.
CREATE TABLE programme_bridge (
    site_id     uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    cut         boolean NOT NULL,
    PRIMARY KEY (site_id, endpoint_id)
);
