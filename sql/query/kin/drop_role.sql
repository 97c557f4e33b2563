-- rows: none
DROP TABLE work_kin_role
