-- What a partner's last answer to a request says against the links of an endpoint: bits of match_contrary.def, 0 when nothing.
CREATE TABLE endpoint_contrary (
    endpoint_id uuid PRIMARY KEY,
    contrary    int NOT NULL
);
