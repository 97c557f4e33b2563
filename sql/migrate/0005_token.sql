-- Who may use the push API, which answers have been given under an Idempotency-Key, which submissions correct another.

-- A bearer token (the hash of its secret) or a client certificate (the hash of its DER form).
CREATE TABLE api_token (
    token_id           text PRIMARY KEY CHECK (token_id ~ '^[0-9a-f]{16}$'),
    partner_id         text NOT NULL REFERENCES partner,
    secret_sha256      bytea CHECK (length(secret_sha256) = 32),
    certificate_sha256 bytea CHECK (length(certificate_sha256) = 32),
    scopes             text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_at         timestamptz NOT NULL,
    expires_at         timestamptz NOT NULL,
    revoked_at         timestamptz,
    last_used_at       timestamptz,
    CHECK ((secret_sha256 IS NULL) <> (certificate_sha256 IS NULL))
);
CREATE INDEX api_token_certificate ON api_token (certificate_sha256) WHERE certificate_sha256 IS NOT NULL;

-- What was answered under a key. A key that is being worked on is an advisory lock, so it is free again when its holder dies.
CREATE TABLE idempotency_key (
    partner_id    text NOT NULL REFERENCES partner,
    key           text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    fingerprint   bytea NOT NULL CHECK (length(fingerprint) = 32), -- of method, path, kind and body
    submission_id uuid NOT NULL,
    status        int NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (partner_id, key)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);

-- A submission that was sent to correct lines of another.
CREATE TABLE submission_correction (
    submission_id uuid NOT NULL,            -- the corrected one
    corrected_by  uuid NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (submission_id, corrected_by)
);

CREATE INDEX submission_partner ON submission (partner_id, received_at);
CREATE INDEX submission_stored ON submission (received_at) WHERE state = 'stored';
