-- Test purchases and the payments that they were, joined one to one by amount and time.

-- Which payments fit which purchases. A purchase is named by its moment and second, a payment by its value as a trait.
CREATE TABLE purchase_candidate (
    site_id       uuid NOT NULL,
    purchase      text NOT NULL,
    endpoint_id   uuid NOT NULL,
    payment       text NOT NULL,
    slots         int NOT NULL,            -- payments that are folded into this one
    class         smallint NOT NULL,       -- of core/purchase
    evidence      bigint NOT NULL,         -- micro-bits
    seconds       bigint NOT NULL,         -- apart
    permille      bigint NOT NULL,         -- that the amounts differ by
    same_acquirer boolean NOT NULL,
    odd           boolean NOT NULL,        -- the amount is an unusual one
    PRIMARY KEY (site_id, purchase, endpoint_id, payment)
);
CREATE INDEX purchase_candidate_payment ON purchase_candidate (endpoint_id, payment);

-- The payment that each purchase was; value is that of the trait `settled` which both sides have of it.
CREATE TABLE purchase_settled (
    site_id     uuid NOT NULL,
    purchase    text NOT NULL,
    endpoint_id uuid NOT NULL,
    payment     text NOT NULL,
    hash        bigint NOT NULL,
    value       text NOT NULL,
    PRIMARY KEY (site_id, purchase)
);

-- Payments (kind 17) and purchases (kind 25) by currency, amount and hour, and by currency, hour and amount.
CREATE INDEX endpoint_trait_payment ON endpoint_trait (value COLLATE "C", endpoint_id) WHERE kind = 17;
CREATE INDEX endpoint_trait_payment_hour
    ON endpoint_trait ((left(value, 4) || substr(value, 21, 7) || substr(value, 4, 16)) COLLATE "C", endpoint_id) WHERE kind = 17;
CREATE INDEX site_trait_paid ON site_trait (value COLLATE "C", site_id) WHERE kind = 25;
CREATE INDEX site_trait_paid_hour
    ON site_trait ((left(value, 4) || substr(value, 21, 7) || substr(value, 4, 16)) COLLATE "C", site_id) WHERE kind = 25;
