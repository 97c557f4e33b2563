#!/bin/bash
# The seeds of every fuzz target, run once as ordinary tests.
cd "$(dirname "$0")" || exit 3
build=${EFC_BUILD:-../../build}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
number=0 failed=0

for target in *.c; do
    name=${target%.c}
    [ "$name" != replay ] || continue
    number=$((number + 1))
    if ran=$(ASAN_OPTIONS=detect_leaks=1 "$build/tests/fuzz/replay_$name" corpus/"$name"/* 2>"$log"); then
        echo "ok $number - fuzz target $name takes its seeds ($ran)"
    else
        failed=1
        echo "not ok $number - fuzz target $name takes its seeds"
        tail -30 "$log" | sed 's/^/# /'
    fi
done
echo "1..$number"
exit $failed
