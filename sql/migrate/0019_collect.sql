-- Where data are fetched from: how far each source has been read, when it is due, what was taken. All of it stays on the coordinator.

-- One row a source: a profile that says where to fetch from. What is due when, and its position, which changes in the transaction that
-- stores the data alone.
CREATE TABLE source (
    source_id   text PRIMARY KEY CHECK (source_id ~ '^[a-z0-9][a-z0-9_-]{0,62}(\.[a-z0-9][a-z0-9_-]{0,62})?$'),
    partner_id  text NOT NULL REFERENCES partner,
    kind        text NOT NULL CHECK (kind IN ('feed', 'taxii', 'sftp', 'folder')),
    place       text NOT NULL,                  -- URL or folder; when it changes, the position begins anew
    position    json NOT NULL,                  -- how far it has been read
    circuit     text NOT NULL CHECK (circuit IN ('closed', 'open', 'half_open')),
    failures    bigint NOT NULL,                -- in a row
    next_at     timestamptz NOT NULL,           -- nothing is tried before
    started_at  timestamptz,                    -- of the newest run
    ended_at    timestamptz,                    -- of the newest run that came to its end
    success_at  timestamptz,                    -- when a run last went well, with or without anything new
    data_at     timestamptz,                    -- when something new was last stored
    backlog     boolean NOT NULL DEFAULT false, -- the last run ended at its limit: there is more
    failed_at   timestamptz,
    error       text                            -- of the newest failure; NULL once it goes well again
);

-- Files that have been taken or refused: the same name with another size or time is another file.
CREATE TABLE source_item (
    source_id   text NOT NULL REFERENCES source,
    name        text NOT NULL,
    bytes       bigint NOT NULL,
    modified_at timestamptz NOT NULL,
    state       text NOT NULL CHECK (state IN ('taken', 'refused')),
    profile_sha256 bytea NOT NULL CHECK (length(profile_sha256) = 32), -- what was refused is tried again by another profile
    why         text,
    at          timestamptz NOT NULL,
    PRIMARY KEY (source_id, name, bytes, modified_at)
);

-- Which submissions came from which source; those without decoded_at are not decoded yet.
CREATE TABLE source_submission (
    source_id     text NOT NULL REFERENCES source,
    submission_id uuid NOT NULL,
    stored_at     timestamptz NOT NULL,
    decoded_at    timestamptz,
    PRIMARY KEY (source_id, submission_id)
);
CREATE INDEX source_submission_waiting ON source_submission (stored_at, submission_id) WHERE decoded_at IS NULL;
