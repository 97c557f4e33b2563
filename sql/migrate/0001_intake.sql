-- Partners, what they submit, and what is derived from it: records, endpoints, sites, traits.
-- How the tables lie on several machines stands in sql/distribution.csv.

CREATE TABLE partner (
    partner_id        text PRIMARY KEY CHECK (partner_id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    partner_number    smallint GENERATED ALWAYS AS IDENTITY UNIQUE, -- short form in traits
    name              text NOT NULL,
    kind              text NOT NULL,
    country           text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    created_at        timestamptz NOT NULL,
    delivery_url      text CHECK (delivery_url LIKE 'https://%'),
    delivery_key      text,        -- where its signing key is found (env:NAME or file:PATH), never the key itself
    delivery_ca       text,        -- file with the certificate authority of its server, when it is not a public one
    delivery_networks text[] NOT NULL DEFAULT '{}' -- private networks that may be connected to for this partner
);

-- Which endpoints a partner is able to close: the prefix of the endpoint's name behind its scheme.
CREATE TABLE partner_route (
    scheme     text NOT NULL,  -- card-acceptor, iban, wallet, bitcoin, ...
    prefix     text NOT NULL,  -- 412345 | DE37040044 | paypal | GB ; empty: the whole scheme, as a fallback
    partner_id text NOT NULL REFERENCES partner,
    PRIMARY KEY (scheme, prefix, partner_id)
);

-- One file or request body, as it came. submission_id is derived from partner, kind and sha256.
CREATE TABLE submission (
    submission_id uuid PRIMARY KEY,
    partner_id    text NOT NULL REFERENCES partner,
    record_kind   text NOT NULL,
    sha256        bytea NOT NULL,     -- of the bytes as they came
    stored_sha256 bytea NOT NULL,     -- of the bytes as they are kept: unpacked, card numbers truncated
    bytes         bigint NOT NULL,    -- as they came
    stored_bytes  bigint NOT NULL,
    format        text NOT NULL,      -- csv, ndjson, json
    source        text NOT NULL,      -- the name of the file, or - for standard input
    received_at   timestamptz NOT NULL,
    state         text NOT NULL CHECK (state IN ('stored', 'done')),
    -- progress: everything up to and with this line is in
    line          bigint NOT NULL DEFAULT 0,
    records       bigint NOT NULL DEFAULT 0,
    accepted      bigint NOT NULL DEFAULT 0,
    duplicate     bigint NOT NULL DEFAULT 0,
    revised       bigint NOT NULL DEFAULT 0,
    quarantined   bigint NOT NULL DEFAULT 0,
    warnings      bigint NOT NULL DEFAULT 0,
    problems      bigint NOT NULL DEFAULT 0,
    records_sha256 bytea NOT NULL DEFAULT '', -- chain over the records that were taken, in the order of their lines
    ignored_columns text[] NOT NULL DEFAULT '{}',
    receipt       json,
    CHECK (accepted + duplicate + revised + quarantined = records),
    CHECK ((state = 'done') = (receipt IS NOT NULL))
);

-- The bytes of a submission, compressed (zstd), in pieces.
CREATE TABLE submission_chunk (
    submission_id uuid NOT NULL,
    chunk_number  int NOT NULL,
    content       bytea NOT NULL,
    PRIMARY KEY (submission_id, chunk_number)
);
ALTER TABLE submission_chunk ALTER COLUMN content SET STORAGE EXTERNAL;

-- What was wrong with which line.
CREATE TABLE problem (
    submission_id  uuid NOT NULL,
    problem_number bigint NOT NULL,
    line           bigint NOT NULL,
    source_ref     text,
    field          text,
    code           text NOT NULL,
    severity       text NOT NULL CHECK (severity IN ('error', 'warning')),
    PRIMARY KEY (submission_id, problem_number)
);

-- Lines that could not be taken, as they came (card numbers truncated).
CREATE TABLE quarantine (
    submission_id uuid NOT NULL,
    line          bigint NOT NULL,
    content       bytea NOT NULL,
    PRIMARY KEY (submission_id, line)
);

-- What partners said. record_id is derived from partner, kind and source_ref; a revision supersedes the one before, both stay.
CREATE TABLE record (
    record_id      uuid NOT NULL,
    revision       int NOT NULL,
    superseded     boolean NOT NULL DEFAULT false,
    partner_number smallint NOT NULL,
    record_kind    smallint NOT NULL,
    source_ref     text NOT NULL,
    submission_id  uuid NOT NULL,
    line           bigint NOT NULL,
    received_at    timestamptz NOT NULL,
    event_at       timestamptz NOT NULL,
    grade          smallint NOT NULL,     -- 4x4 as 10 * source + information, both from 1; 0: not graded
    endpoint_id    uuid,
    site_id        uuid,
    content_sha256 bytea NOT NULL,        -- of content
    content        json NOT NULL,         -- the fields in canonical form
    PRIMARY KEY (record_id, revision)
);
CREATE INDEX record_endpoint ON record (endpoint_id) WHERE endpoint_id IS NOT NULL;
CREATE INDEX record_site ON record (site_id) WHERE site_id IS NOT NULL;

-- The things that records speak of. The id is derived from the name.
CREATE TABLE endpoint (
    endpoint_id uuid PRIMARY KEY,
    name        text NOT NULL             -- payto://...
);
CREATE TABLE site (
    site_id uuid PRIMARY KEY,
    name    text NOT NULL
);

-- What is known of an endpoint or a site: one row for each value in each role, over all its records.
CREATE TABLE endpoint_trait (
    bucket      int NOT NULL CHECK (bucket BETWEEN 0 AND 65535), -- hash & 65535
    hash        bigint NOT NULL,                                 -- xxh3 of kind and value
    kind        smallint NOT NULL,
    role        smallint NOT NULL,
    value       text NOT NULL,
    endpoint_id uuid NOT NULL,
    records     int NOT NULL,
    partners    smallint[] NOT NULL,      -- who said it, sorted
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL,
    grade       smallint NOT NULL,        -- the best
    examples    uuid[] NOT NULL,          -- the first records that said it, at most 3
    PRIMARY KEY (bucket, hash, kind, role, endpoint_id, value)
);
CREATE INDEX endpoint_trait_endpoint ON endpoint_trait (endpoint_id);

CREATE TABLE site_trait (
    bucket   int NOT NULL CHECK (bucket BETWEEN 0 AND 65535),
    hash     bigint NOT NULL,
    kind     smallint NOT NULL,
    role     smallint NOT NULL,
    value    text NOT NULL,
    site_id  uuid NOT NULL,
    records  int NOT NULL,
    partners smallint[] NOT NULL,
    first_at timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,
    grade    smallint NOT NULL,
    examples uuid[] NOT NULL,
    PRIMARY KEY (bucket, hash, kind, role, site_id, value)
);
CREATE INDEX site_trait_site ON site_trait (site_id);

-- What correlation has not looked at yet: entities whose traits changed, and values that an entity has lost.
CREATE TABLE changed_endpoint (
    endpoint_id uuid PRIMARY KEY
);
CREATE TABLE changed_site (
    site_id uuid PRIMARY KEY
);
CREATE TABLE changed_value (
    bucket int NOT NULL CHECK (bucket BETWEEN 0 AND 65535),
    hash   bigint NOT NULL,
    kind   smallint NOT NULL,
    value  text NOT NULL,
    PRIMARY KEY (bucket, hash, kind, value)
);
