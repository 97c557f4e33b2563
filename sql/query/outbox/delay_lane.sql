-- Nothing is tried at the partner before that moment.
-- rows: none
-- $1 text  partner  $2 timestamptz
UPDATE delivery_lane SET not_before = $2::timestamptz WHERE partner_id = $1::text
