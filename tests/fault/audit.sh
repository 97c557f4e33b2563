#!/bin/bash
# Writers that are killed, and a database that crashes, leave a log without a gap that verify finds in order.
. "$(dirname "$0")/../support/tap.sh"
# A cluster of its own: it is crashed, and it waits for the disk.
export EFC_CLUSTER=$scratch/cluster
unset EFC_DB_FAST
EFC_DB=$("$source_dir/scripts/db" start 2>"$scratch/db.err") || { echo "Bail out! no database"; exit 3; }
export EFC_DB
on_exit '"$source_dir/scripts/db" remove >/dev/null 2>&1'
"$EFC" db init >/dev/null || { echo "Bail out! no schema"; exit 3; }
export EFC_AUDIT_KEY=$scratch/audit.key EFC_AUDIT_ORIGIN=log.example/test
"$EFC" audit key-new "$EFC_AUDIT_KEY" >/dev/null

# writer NAME: adds partners, a leaf each, and notes each one that was acknowledged
writer() {
    local n=0
    while n=$((n + 1)); do
        "$EFC" partner add "$1-$n" --name "Partner $n" --kind bank --country DE 2>/dev/null && echo "$1-$n" >>"$scratch/acknowledged"
    done
}
start_writers() { # PREFIX: eight of them, each the leader of its own process group
    local i
    writers=()
    set -m
    for i in 1 2 3 4 5 6 7 8; do
        writer "$1-$i" >/dev/null 2>&1 &
        writers+=($!)
    done
    set +m
}
kill_writers() {
    local pid
    for pid in "${writers[@]}"; do kill -9 -- "-$pid"; done 2>/dev/null
    wait "${writers[@]}" 2>/dev/null
}
in_order() { # SENTENCE
    run "$EFC" audit verify --format csv --checkpoint "$scratch/checkpoint"
    is "$code:$out" "0:table,id,finding" "$1: the log is in order"
    is "$(sql "SELECT count(*) || ' ' || max(leaf_index) + 1 || ' ' || (SELECT size FROM audit_head) FROM audit_leaf" | tr ' ' '\n' | sort -u | wc -l)" 1 \
        "$1: the log has no gap"
    is "$(sql "SELECT partner_id FROM partner" | sort | comm -13 - <(sort "$scratch/acknowledged"))" "" "$1: nothing that was acknowledged is lost"
    is "$(sql "SELECT count(*) FROM partner FULL JOIN audit_leaf ON subject = partner_id AND action = 'partner.add' WHERE partner_id IS NULL OR subject IS NULL")" 0 \
        "$1: each partner has one leaf, each leaf a partner"
    "$EFC" audit checkpoint >"$scratch/checkpoint"
}

: >"$scratch/acknowledged"
"$EFC" audit checkpoint >"$scratch/checkpoint"
for round in 1 2 3; do
    start_writers "k$round"
    sleep 1.$((RANDOM % 10))
    kill_writers
    in_order "writers killed, round $round"
done
for round in 1 2; do
    start_writers "c$round"
    sleep 1.$((RANDOM % 10))
    "$source_dir/scripts/db" crash
    kill_writers
    "$source_dir/scripts/db" start >/dev/null 2>&1
    in_order "the database crashed, round $round"
done
like "$(wc -l <"$scratch/acknowledged")" '^[0-9]{2,}$' "there was something to lose"

done_testing
