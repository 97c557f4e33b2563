-- Tells those who correlate that traits have changed, once this transaction commits.
-- rows: none
NOTIFY efc_changed
