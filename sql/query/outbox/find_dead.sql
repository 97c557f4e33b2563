-- One delivery whose sender has died: its lock is free and its lease is over.
-- rows: opt
-- $1 bigint  the sender that asks, whose own lock would look free to it; 0: none
SELECT outbox_id, claimed_by FROM outbox
 WHERE state = 'sending'
   AND CASE WHEN lease_until < clock_timestamp() AND claimed_by <> $1::bigint THEN pg_try_advisory_xact_lock(claimed_by) ELSE false END
 LIMIT 1
