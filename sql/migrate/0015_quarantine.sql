-- Lines in quarantine: what they may have been meant to be, what became of them, and second tries of what is stored.

-- What a wrong value may have been meant to be: a suggestion for people, never applied by itself.
ALTER TABLE problem ADD COLUMN fix_kind text;             -- which mistake was probably made (core/fix.def)
ALTER TABLE problem ADD COLUMN fix_value text;            -- the likeliest value
ALTER TABLE problem ADD COLUMN fix_count int NOT NULL DEFAULT 0; -- values that are possible

ALTER TABLE quarantine ADD COLUMN source_ref text;        -- NULL: it could not be read
-- its first error, as the last try found it
ALTER TABLE quarantine ADD COLUMN field text;
ALTER TABLE quarantine ADD COLUMN code text;
ALTER TABLE quarantine ADD COLUMN fix_kind text;
ALTER TABLE quarantine ADD COLUMN tried_by uuid;          -- the submission that was the last try; NULL: the first one
-- how it left
ALTER TABLE quarantine ADD COLUMN settled_at timestamptz; -- NULL: it is in quarantine
ALTER TABLE quarantine ADD COLUMN settled_by uuid;        -- the submission by which it left
ALTER TABLE quarantine ADD COLUMN settlement text
    CHECK (settlement IN ('corrected', 'retried', 'overtaken', 'refused'));
ALTER TABLE quarantine ADD CHECK ((settled_at IS NULL) = (settlement IS NULL));
UPDATE quarantine q SET source_ref = p.source_ref, field = p.field, code = p.code
  FROM (SELECT DISTINCT ON (submission_id, line) submission_id, line, source_ref, field, code
          FROM problem WHERE severity = 'error' ORDER BY submission_id, line, problem_number) p
 WHERE p.submission_id = q.submission_id AND p.line = q.line;
CREATE INDEX quarantine_open ON quarantine (submission_id, source_ref) WHERE settled_at IS NULL;

-- A submission that was sent to correct lines of another, or that is stored bytes of another taken once more.
ALTER TABLE submission ADD COLUMN corrects uuid;
ALTER TABLE submission ADD COLUMN replays uuid;
ALTER TABLE submission ADD COLUMN replay_scope text
    CHECK (replay_scope = 'all' OR replay_scope = 'quarantine' OR replay_scope LIKE 'code:_%');
ALTER TABLE submission ADD CHECK ((replays IS NULL) = (replay_scope IS NULL));
ALTER TABLE submission ADD CHECK (corrects IS NULL OR replays IS NULL);
CREATE INDEX submission_corrects ON submission (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX submission_replays ON submission (replays) WHERE replays IS NOT NULL;
UPDATE submission s SET corrects = c.submission_id FROM submission_correction c WHERE c.corrected_by = s.submission_id;
DROP TABLE submission_correction;
