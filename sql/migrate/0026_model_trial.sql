-- How a model did on people's decisions that it was not made from, beside the one that was in use then.
CREATE TABLE model_trial (
    model_id     smallint NOT NULL REFERENCES model,
    against_id   smallint NOT NULL REFERENCES model,
    confirmed    int NOT NULL,             -- decisions
    rejected     int NOT NULL,
    groups       int NOT NULL,             -- programmes that they are about
    old_surprise double precision NOT NULL, -- bits, the mean of a decision, by against_id
    new_surprise double precision NOT NULL,
    error        double precision NOT NULL, -- of the difference
    verdict      text NOT NULL CHECK (verdict IN ('unknown', 'alike', 'better', 'worse')),
    made_at      timestamptz NOT NULL,
    PRIMARY KEY (model_id, against_id)
);
