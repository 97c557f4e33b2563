-- So has everything.
-- rows: none
UPDATE correlation SET regroup_all = false
