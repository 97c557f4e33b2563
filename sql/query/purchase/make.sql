-- Work table: purchases that are looked at again; `fresh`: their payments, too. `round`: how far they are from what has changed.
-- rows: none
CREATE TEMPORARY TABLE work_purchase (site_id uuid, purchase text, fresh boolean NOT NULL, round int NOT NULL, PRIMARY KEY (site_id, purchase))
ON COMMIT DROP
