-- By which rules the traits were derived, and how far deriving them again has come when it is under way.
CREATE TABLE derivation (
    derivation_id  smallint PRIMARY KEY CHECK (derivation_id = 1),
    version        int NOT NULL, -- of the rules
    endpoint_after uuid,         -- endpoints up to this one are done; NULL: all of them
    site_after     uuid
);
INSERT INTO derivation (derivation_id, version) VALUES (1, 1);
