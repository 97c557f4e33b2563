#!/bin/bash
# Partners' feeds grow while two processes of efc collect fetch them, and everything dies at random moments: each record of each feed is on
# file exactly once. The same with a bug that forgets data: the checker finds it.
#   CYCLES   faults (default 40)     SEED   of the random choices
. "$(dirname "$0")/../support/tap.sh"
fresh_database collect_faults
. "$source_dir/tests/support/feeds.sh"
RANDOM=${SEED:-$$}
cycles=${CYCLES:-40}
diag <<<"seed ${SEED:-$$}"
export FEED_PAGE=5 EFC_TEST_TOKEN=letmein EFC_COLLECT_WAIT=1 EFC_COLLECT_MOST_WAIT=1
collectors=(0 0) # their processes
program=$EFC
on_exit 'for pid in "${collectors[@]}" "${writer:-}"; do kill -9 "$pid" 2>/dev/null; done'
answers() { psql -X -d "$EFC_DB" -qtAc 'SELECT 1' >/dev/null 2>&1; }

# collector NUMBER: starts it, or starts it again
collector() {
    "$program" collect --profiles "$profiles" --actor test >"$scratch/collect$1.out" 2>>"$scratch/collect$1.log" &
    collectors[$1]=$!
}
lives() { kill -0 "${collectors[$1]}" 2>/dev/null; }
revive() { lives 0 || collector 0; lives 1 || collector 1; }

# ---- faults ----

fault_collect() { kill -9 "${collectors[RANDOM % 2]}"; }
fault_worker() { local pids; mapfile -t pids < <(pgrep -P "${collectors[0]},${collectors[1]}"); [ ${#pids[@]} = 0 ] || kill -9 "${pids[RANDOM % ${#pids[@]}]}"; }
fault_feed() { kill -9 "$feed_pid"; wait "$feed_pid"; feed_start; }
fault_sshd() { local pids; mapfile -t pids < <(pgrep -P "$sshd_pid"); [ ${#pids[@]} = 0 ] || kill -9 "${pids[@]}"; }
fault_network() { sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"; }
fault_database() {
    EFC_CLUSTER=$EFC_TEST_CLUSTER "$source_dir/scripts/db" crash
    EFC_CLUSTER=$EFC_TEST_CLUSTER EFC_DB_FAST=1 "$source_dir/scripts/db" start
}

# ---- a run ----

sources_begin() {
    local growing=https://localhost:$feed_port/growing
    every=1s
    profile cursor "$growing/cursor/cursor" "${local_server[@]}" 'paging: cursor' 'cursor_at: next' 'cursor_parameter: after'
    json_at data cursor
    profile links "$growing/links/links" "${local_server[@]}" 'paging: link' 'resume: last'
    taxii_profile taxii "https://localhost:$feed_port/taxii/" 91a7b528-80eb-42ed-a74d-c6fbd5a26116 'bearer: env:EFC_TEST_TOKEN' "${local_server[@]}"
    profile folder "$scratch/folder" 'settle: 0s'
    boxes=(--box "$scratch/folder")
    mkdir -p "$scratch/folder"
    [ -z "$with_sftp" ] || boxes+=(--box "$scratch/moved" --box "$scratch/kept")
    [ -z "$with_sftp" ] || mkdir -p "$scratch/moved" "$scratch/kept"
    [ -z "$with_sftp" ] || profile moved "sftp://127.0.0.1:$sftp_port$scratch/moved" "${sftp_login[@]}" 'settle: 0s' 'done: taken'
    [ -z "$with_sftp" ] || profile kept "sftp://127.0.0.1:$sftp_port$scratch/kept" "${sftp_login[@]}" 'settle: 0s'
    touch "$feed/cursor" "$feed/links" "$feed/stix" "$feed/journal"
}

growth_begin() {
    rm -f "$scratch/stop"
    python3 "$source_dir/tests/fault/feed_writer.py" --stop "$scratch/stop" --feed "$feed" --seed "$RANDOM" "${boxes[@]}" &
    writer=$!
    collector 0
    collector 1
}

# faults COUNT KIND…: one after another, with a process that has died started again
faults() {
    local count=$1 cycle kinds=("${@:2}")
    for cycle in $(seq "$count"); do
        sleep "0.$((RANDOM % 6 + 1))"
        "fault_${kinds[cycle % ${#kinds[@]}]}" >/dev/null 2>&1
        revive
    done 2>>"$scratch/shell"
}

left() { python3 "$source_dir/tests/fault/feed_checker.py" --left "$feed/journal" 2>/dev/null; }

# growth_end SECONDS: the feeds stop growing; waits until all of it is there, or for so long
growth_end() {
    local until=$((SECONDS + $1))
    touch "$scratch/stop"
    wait "$writer"
    while [ $SECONDS -lt $until ] && [ "$(left)" != 0 ]; do
        revive
        sleep 0.5
    done
    sleep 1 # whoever the last fault hit has died by now
    revive
    sleep 1 # and whoever was started hears signals
    ended=0
    for pid in "${collectors[@]}"; do kill "$pid"; done
    for pid in "${collectors[@]}"; do wait "$pid" || ended=$?; done
} 2>>"$scratch/shell"

feed_start
with_sftp=
sftp_start && with_sftp=1
[ -n "$with_sftp" ] || skip "SFTP under faults" "sshd cannot be started here"
sources_begin
growth_begin
kinds=(collect worker feed network collect worker ${with_sftp:+sshd} database)
faults "$cycles" "${kinds[@]}"
growth_end 90
is "$ended" 0 "after $cycles faults both processes end well when they are asked to"
run python3 "$source_dir/tests/fault/feed_checker.py" "$feed/journal"
is "$out" "" "each record of each feed is on file exactly once, and was stored once"
diag <<<"${err#\# }"
run "$EFC" audit verify --format csv
is "$code:$out" "0:table,id,finding" "the audit log and all that it speaks of are in order"
is "$(sql "SELECT count(*) FROM source WHERE success_at IS NULL")" 0 "each source has succeeded"
is "$(ls "$scratch"/moved/*.ndjson 2>/dev/null | wc -l)" 0 "files that are moved away when they are taken are all moved"

# ---- it can fail ----

program=$EFC_BUILD/tests/efc_seed_position_outside
growth_begin
faults 12 worker collect worker
growth_end 8
run python3 "$source_dir/tests/fault/feed_checker.py" "$feed/journal"
ok "$([ "$code" = 1 ] && grep -q 'records of a feed are not there' <<<"$out"; echo $?)" "the checker finds a position that is committed without its data"
diag <<<"$out"
done_testing
