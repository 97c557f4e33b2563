-- A way over a third may go by a value of which an analyst has ruled that it is no hub in the case of the two.
ALTER TABLE link_hop ADD COLUMN ruled boolean NOT NULL DEFAULT false; -- it counts as if nobody else had it
