-- efc_review tries models on decisions. Who else activates one (a first, one of a new release) needs no trial.
GRANT SELECT, INSERT, UPDATE ON model_trial TO efc_review;
