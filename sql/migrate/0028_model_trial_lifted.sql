-- Decided links that a model alone puts above nine tenths, and how many of them people rejected. Of earlier trials it is not known.
ALTER TABLE model_trial ADD COLUMN lifted int NOT NULL DEFAULT 0, ADD COLUMN lifted_rejected int NOT NULL DEFAULT 0;
