#!/bin/bash
# efc correlate is killed, at random moments and in the midst of a long statement: the next run goes on at once and ends with the same links.
#   EFC_CYCLES   how often (default 12)
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
cycles=${EFC_CYCLES:-12}
RANDOM=${EFC_SEED:-7}

world=$scratch/world
"$EFC_BUILD/efc-world" --out "$world" --seed 12 --flags 1500 --parts 2 2>/dev/null
fresh_database correlate_kill
correlated() { # what correlation has made, in order
    sql "SELECT l::text FROM link l ORDER BY site_id, endpoint_id; SELECT v::text FROM meeting_value v ORDER BY bucket, hash, kind, value;
         SELECT string_agg(member_id::text, ' ' ORDER BY member_id) FROM programme_member GROUP BY programme_id ORDER BY 1"
}

"$EFC" ingest --create-partners --manifest "$world/manifest.01.json" >/dev/null 2>&1
"$EFC" correlate >/dev/null
first=$(correlated)
"$EFC" ingest --create-partners --manifest "$world/manifest.02.json" >/dev/null 2>&1
again=${EFC_DB/test_correlate_kill/test_correlate_again}
psql -X -d "${EFC_DB/test_correlate_kill/postgres}" -qc 'SET client_min_messages = error' -c 'DROP DATABASE IF EXISTS test_correlate_again' \
    -c 'CREATE DATABASE test_correlate_again TEMPLATE test_correlate_kill'
"$EFC" correlate --db "$again" >/dev/null
started=$(date +%s%N)
"$EFC" correlate --db "$again" --rebuild >/dev/null
took_us=$((($(date +%s%N) - started) / 1000))
expected=$(EFC_DB=$again correlated)
[ -n "$first" ] && [ "$first" != "$expected" ]
ok $? "the second half of the world changes the links"

killed=0
for _ in $(seq "$cycles"); do
    options=(--rebuild)
    [ $((RANDOM % 4)) != 0 ] || options=()
    "$EFC" correlate "${options[@]}" >"$scratch/out" 2>/dev/null &
    pid=$!
    us=$(((RANDOM * 32768 + RANDOM) % (took_us * 8 / 10)))
    sleep "$(printf '%d.%06d' $((us / 1000000)) $((us % 1000000)))"
    kill -9 "$pid" 2>/dev/null && [ ! -s "$scratch/out" ] && killed=$((killed + 1))
    wait "$pid" 2>/dev/null
done
diag <<<"$killed of $cycles runs were cut off"
[ "$killed" -ge $((cycles / 6)) ]
ok $? "runs were cut off"
"$EFC" correlate >/dev/null
is "$(correlated | md5sum)" "$(md5sum <<<"$expected")" "kill -9 at random moments: the next run ends with what an undisturbed run makes"

# ---- in the midst of a statement that does not end ----

# Somebody holds the table of links by way of a third, so that the run waits in its first change of it for as long as we like.
coproc holder { psql -X -d "$EFC_DB" -qtA; }
# shellcheck disable=SC2016 # coproc sets holder_PID
on_exit 'kill $holder_PID 2>/dev/null'
echo "BEGIN; LOCK TABLE link_hop IN SHARE MODE; SELECT 'locked';" >&"${holder[1]}"
read -r answer <&"${holder[0]}"
is "$answer" locked "the table of links by way of a third is held"
"$EFC" correlate --rebuild >/dev/null 2>&1 &
pid=$!
# when QUERY: waits until it says t, at most 20 s
when() {
    for _ in $(seq 200); do [ "$(sql "$1")" = t ] && return 0; sleep 0.1; done
    return 1
}
when "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%DELETE FROM link_hop%'"
ok $? "a rebuild is in the midst of a statement"
kill -9 "$pid"
wait "$pid" 2>/dev/null
when "SELECT count(*) = 0 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE l.locktype = 'advisory'"
ok $? "its server process notices, and lets go of the lock"
echo "COMMIT;" >&"${holder[1]}"
started=$(date +%s)
run timeout 60 "$EFC" correlate --rebuild
is "$code" 0 "the next run goes on"
is "$(correlated | md5sum)" "$(md5sum <<<"$expected")" "and ends with the same links"

# ---- the other waits for it no longer than that ----

echo "BEGIN; LOCK TABLE link_hop IN SHARE MODE; SELECT 'locked';" >&"${holder[1]}"
read -r answer <&"${holder[0]}"
"$EFC" correlate --rebuild >/dev/null 2>&1 &
pid=$!
when "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%DELETE FROM link_hop%'"
"$EFC" correlate --rebuild >"$scratch/out" 2>&1 &
second=$!
when "SELECT count(*) > 0 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE l.locktype = 'advisory' AND NOT l.granted"
ok $? "a second run waits for the first"
kill -9 "$pid"
wait "$pid" 2>/dev/null
when "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%DELETE FROM link_hop%'"
echo "COMMIT;" >&"${holder[1]}"
wait "$second"
is "$?" 0 "when the first is killed the second runs and ends"
is "$(correlated | md5sum)" "$(md5sum <<<"$expected")" "with the same links"
done_testing
