-- An analyst estimates and compares models, and puts one into use; the log says so. A model that is there is never changed.
GRANT INSERT, UPDATE (active) ON model TO efc_review;
