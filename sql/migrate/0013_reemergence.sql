-- Sites and owners whose endpoint was closed and who turned up on another one. Rows are added when it is found, never changed.
CREATE TABLE reemergence (
    request_id  bigint NOT NULL REFERENCES request, -- by which the endpoint was closed
    endpoint_id uuid NOT NULL,                      -- the other one
    kind        smallint NOT NULL,                  -- of the value by which it was found: the site, or what names an owner
    hash        bigint NOT NULL,
    site_id     uuid,                               -- when it is a site
    closed_at   timestamptz NOT NULL,
    first_at    timestamptz NOT NULL,               -- when the other one was first seen with it
    found_at    timestamptz NOT NULL,
    PRIMARY KEY (request_id, endpoint_id, kind, hash),
    CHECK (first_at > closed_at)
);
CREATE INDEX request_closed ON request (request_id)
 WHERE state LIKE 'closed\_%' OR state IN ('answered_already_closed', 'verified', 'reopened');
