-- An endpoint and a site that have something in common by way of a third: the endpoint has an owner, an account or a contact in common
-- with one that is linked to the site, or the site a trace with one that is linked to the endpoint.
CREATE TABLE link_hop (
    site_id     uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    weight_bits bigint NOT NULL,           -- micro-bits; more than what the two have in common themselves
    via_id      uuid NOT NULL,             -- the endpoint or site between
    via_site    boolean NOT NULL,          -- it is a site
    kind        smallint NOT NULL,         -- of the value that ties it to one of the two
    shared      int NOT NULL,              -- endpoints or sites that have the value
    link_bits   bigint NOT NULL,           -- of the link to the other of the two
    model_id    smallint NOT NULL,
    PRIMARY KEY (site_id, endpoint_id)
);
CREATE INDEX link_hop_endpoint ON link_hop (endpoint_id);
