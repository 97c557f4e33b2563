-- Begins a round with all purchases.
-- rows: none
UPDATE work_purchase SET round = 0 WHERE round <> 0
