-- How much would fall off with a bridge, or fell off with what was cut: of the two sides the smaller one.
-- Those that there are are found again, with their sides, at the next run.
DELETE FROM programme_bridge;
DELETE FROM programme_kin_bridge;
ALTER TABLE programme_bridge ADD COLUMN endpoints int NOT NULL, ADD COLUMN sites int NOT NULL;
ALTER TABLE programme_kin_bridge ADD COLUMN endpoints int NOT NULL, ADD COLUMN sites int NOT NULL;
UPDATE correlation SET regroup_all = true;
