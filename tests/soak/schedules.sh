#!/bin/bash
# 200 random schedules of batches, revisions, withdrawals, decisions, rulings, undone merges and models: increments make what a rebuild makes. Then
# something is lost on purpose, and the comparison must find it.
#   EFC_SEED       the first seed (default: another one each day)
#   EFC_SCHEDULES  how many (default 200)
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
seed=${EFC_SEED:-$(date +%Y%m%d)0000}
half=$((${EFC_SCHEDULES:-200} / 2))
diag <<<"seed $seed"

# soak DATABASE OPTION…
soak() {
    EFC_TEST_DB=${EFC_DB/dbname=test_soak_?/dbname=test_soak_$1} "$EFC_BUILD/efc-soak" "${@:2}" 2>"$scratch/err.$1"
}

fresh_database soak_1
fresh_database soak_2
soak 1 --seed "$seed" --count "$half" >"$scratch/out.1" &
first=$!
soak 2 --seed $((seed + half)) --count "$half" >"$scratch/out.2"
second=$?
wait $first
ok $? "schedules: $(grep -m1 'ok -' "$scratch/out.1")"
ok $second "schedules: $(grep -m1 'ok -' "$scratch/out.2")"
cat "$scratch/out.1" "$scratch/out.2" | diag
awk '/^# batches/ { for (i = 2; i < NF; i++) if ($i ~ /^[a-z]+$/) sum[$i] += $(i + 1) }
     END { split("batches withdrawals decisions rulings models undoings runs links hops programmes", names); for (n in names) if (sum[names[n]] < 20) exit 1 }' \
    "$scratch/out.1" "$scratch/out.2"
ok $? "the schedules hold everything that changes links, and make links, hops and programmes"

for list in changed_endpoint changed_site changed_value programme_changed; do
    soak 1 --seed 1 --count 40 --fault $list >"$scratch/out"
    is $? 1 "when entries of $list are lost, a schedule finds it"
    grep -q 'again: scripts/soak schedules 1 --seed [0-9]* ' "$scratch/out"
    ok $? "and says how it is found again"
done
soak 1 --seed 1 --count 1 >"$scratch/out"
is $? 0 "nothing is lost any more afterwards"
done_testing
