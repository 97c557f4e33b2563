#!/bin/bash
# The disk of the database fills up in the midst of an ingest: it says so, what it acknowledged stays, and with room again it ends as if
# nothing had been. Needs root for a small disk of its own (tmpfs).
. "$(dirname "$0")/../support/tap.sh"
disk=$scratch/disk
mkdir "$disk"
if ! mount -t tmpfs -o size=2g,mode=755 tmpfs "$disk" 2>/dev/null; then
    skip "a database whose disk is full" "no disk of its own can be mounted here (that needs root)"
    done_testing
fi
export EFC_CLUSTER=$disk/cluster EFC_DB_FAST=1
on_exit '"$source_dir/scripts/db" remove >/dev/null 2>&1; umount -l "$disk"'
EFC_DB=$("$source_dir/scripts/db" start 2>/dev/null) || { echo "Bail out! no database"; exit 3; }
export EFC_DB
"$EFC" db init >/dev/null 2>&1
"$EFC_BUILD/efc-world" --out "$scratch/world" --flags 60000 --seed 5 2>/dev/null
ingest() { run "$EFC" ingest --create-partners --manifest "$scratch/world/$1.json"; }
python3 -c 'import json, sys
folder = sys.argv[1]
json.dump(json.load(open(folder + "/manifest.json"))[:2], open(folder + "/first.json", "w"))' "$scratch/world"

ingest first
acknowledged=$out
is "$(grep -c '"receipt_id"' <<<"$acknowledged")" 2 "with room two files get their receipts"
mount -o remount,size=$(($(df --output=used -k "$disk" | tail -1) + 24 * 1024))k "$disk" # the log of the database grows by 16 MB
ingest manifest
acknowledged+=$'\n'$out
is "$code" 3 "an ingest that finds the disk full ends with 3"
like "$err" "no disk space left|the connection to the database was lost" "and says why"
mount -o remount,size=2g "$disk"
for _ in $(seq 20); do ! psql -X -d "$EFC_DB" -qtAc 'SELECT 1' >/dev/null 2>&1 || break; sleep 0.5; done
"$source_dir/scripts/db" start >/dev/null 2>&1
ingest manifest
ok $((code <= 1 ? 0 : 1)) "with room again the same command comes to its end"
is "$(grep . <<<"$acknowledged" | sort -u | comm -13 <(sort -u <<<"$out") -)" "" "what was acknowledged before gets the very same receipt"
is "$(sql "SELECT sum(records) - sum(accepted + duplicate + revised + quarantined) FROM submission")" 0 "every line is accounted for"
is "$(sql "SELECT sum(accepted + revised) - (SELECT count(*) FROM record) FROM submission")" 0 "and every record that was taken is there, once"
run "$EFC" audit verify
is "$code" 0 "the audit log has no gap"
done_testing
