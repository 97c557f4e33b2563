-- Correlation: which values meet, which pairs belong together, what people decided about them, and the models that weigh.

-- A model of the score (config/model/). Links say which one made them.
CREATE TABLE model (
    model_id   smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256     bytea NOT NULL UNIQUE,      -- of text
    text       text NOT NULL,
    origin     text NOT NULL,              -- default, file, estimate, learn
    created_at timestamptz NOT NULL,
    active     boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX model_active ON model (active) WHERE active;

-- What the links were made with; other rules or another model mean that all of them are made again.
CREATE TABLE correlation (
    correlation_id smallint PRIMARY KEY CHECK (correlation_id = 1),
    model_id       smallint NOT NULL REFERENCES model,
    rules          int NOT NULL            -- version of the match rules
);

-- Values that at least one endpoint and one site have, and how many have them.
CREATE TABLE meeting_value (
    bucket    int NOT NULL CHECK (bucket BETWEEN 0 AND 65535),
    hash      bigint NOT NULL,
    kind      smallint NOT NULL,
    value     text NOT NULL,
    endpoints int NOT NULL CHECK (endpoints > 0),
    sites     int NOT NULL CHECK (sites > 0),
    PRIMARY KEY (bucket, hash, kind, value)
);

-- What the run that is under way took off the lists of changes; what a run that died has left is taken up by the next.
CREATE TABLE taken_endpoint (
    endpoint_id uuid PRIMARY KEY
);
CREATE TABLE taken_site (
    site_id uuid PRIMARY KEY
);
CREATE TABLE taken_value (
    bucket int NOT NULL CHECK (bucket BETWEEN 0 AND 65535),
    hash   bigint NOT NULL,
    kind   smallint NOT NULL,
    value  text NOT NULL,
    PRIMARY KEY (bucket, hash, kind, value)
);

-- An endpoint that probably takes the money of a site. Made from traits alone: no time, no person.
CREATE TABLE link (
    site_id     uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    weight_bits bigint NOT NULL,           -- micro-bits
    rules       bigint NOT NULL,           -- the match rules that were counted, a bit for each
    model_id    smallint NOT NULL,
    PRIMARY KEY (site_id, endpoint_id)
);
CREATE INDEX link_endpoint ON link (endpoint_id);
CREATE INDEX link_weight ON link (weight_bits DESC);

-- What an analyst decided about a pair; the last one holds. Kept apart from links, so that making them again loses nothing.
CREATE TABLE link_decision (
    site_id         uuid NOT NULL,
    endpoint_id     uuid NOT NULL,
    decision_number int NOT NULL,
    decision        text NOT NULL CHECK (decision IN ('confirmed', 'rejected')),
    actor           text NOT NULL,
    reason          text NOT NULL CHECK (reason <> ''),
    decided_at      timestamptz NOT NULL,
    PRIMARY KEY (site_id, endpoint_id, decision_number)
);

-- Evidence of a pair looks a site's values up by their hash.
CREATE INDEX site_trait_value ON site_trait (site_id, hash);
DROP INDEX site_trait_site;
