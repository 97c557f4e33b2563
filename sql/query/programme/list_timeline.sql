-- What happened to a programme and its members, in time.
-- rows: many
-- $1 uuid
WITH member AS (
    SELECT m.member_id, m.is_site, coalesce(e.name, s.name) AS name
      FROM programme_member m
      LEFT JOIN endpoint e ON e.endpoint_id = m.member_id
      LEFT JOIN site s ON s.site_id = m.member_id
     WHERE m.programme_id = $1::uuid
), life AS (
    SELECT m.member_id, m.name, m.is_site, min(t.first_at) AS first_at, max(t.last_at) AS last_at
      FROM member m JOIN endpoint_trait t ON t.endpoint_id = m.member_id AND t.kind = 0 AND t.role = 1 WHERE NOT m.is_site GROUP BY 1, 2, 3
    UNION ALL
    SELECT m.member_id, m.name, m.is_site, min(t.first_at), max(t.last_at)
      FROM member m JOIN site_trait t ON t.site_id = m.member_id AND t.kind = 1 AND t.role = 1 WHERE m.is_site GROUP BY 1, 2, 3
), happened (at, place, number, event, subject, detail) AS (
    SELECT first_at, 1, 0, CASE WHEN is_site THEN 'site first seen' ELSE 'endpoint first seen' END, name, NULL FROM life
    UNION ALL
    SELECT last_at, 5, 0, CASE WHEN is_site THEN 'site last seen' ELSE 'endpoint last seen' END, name, NULL FROM life WHERE last_at > first_at
    UNION ALL
    SELECT c.changed_at, 2, c.change_number, c.change, c.other_id::text, 'change ' || c.change_number || ', ' || cardinality(c.members) || ' members'
      FROM programme_change c WHERE c.programme_id = $1::uuid
    UNION ALL
    SELECT c.changed_at, 2, c.change_number, CASE c.change WHEN 'merged' THEN 'merged into' ELSE 'split off' END, c.programme_id::text,
           'change ' || c.change_number || ', ' || cardinality(c.members) || ' members'
      FROM programme_change c WHERE c.other_id = $1::uuid
    UNION ALL
    SELECT e.at, 3, e.request_id, 'endpoint ' || e.to_state, m.name, 'request ' || e.request_id
      FROM member m JOIN request r ON r.endpoint_id = m.member_id JOIN request_event e ON e.request_id = r.request_id
     WHERE e.to_state LIKE 'closed\_%' OR e.to_state IN ('answered_already_closed', 'verified', 'reopened')
    UNION ALL
    SELECT n.first_at, 4, n.request_id, 'back on another endpoint', m.name,
           'request ' || n.request_id || ', ' || floor(extract(epoch FROM n.first_at - n.closed_at) / 86400) || ' days after the closing'
      FROM member m JOIN reemergence n ON n.endpoint_id = m.member_id
    UNION ALL
    SELECT d.placed_at, 3, d.decision_id, 'decided: ' || d.decision, c.other_id::text, 'decision ' || d.decision_id || ' about change ' || d.change_number
      FROM programme_decision d JOIN programme_change c USING (change_number) WHERE $1::uuid IN (c.programme_id, c.other_id)
    UNION ALL
    SELECT d.released_at, 3, d.decision_id, 'released: ' || d.decision, c.other_id::text, 'decision ' || d.decision_id || ' about change ' || d.change_number
      FROM programme_decision d JOIN programme_change c USING (change_number)
     WHERE $1::uuid IN (c.programme_id, c.other_id) AND d.released_at IS NOT NULL
)
SELECT at, event, subject, detail FROM happened ORDER BY at, place, number, event, subject COLLATE "C", detail
