# tap.sh: what the shell tests share. Source it first:  . "$(dirname "$0")/../support/tap.sh"
#
# A test prints TAP: "ok 1 - sentence", "not ok 2 - sentence", "ok 3 - sentence # SKIP why"; it ends with done_testing.
# Set by scripts/test, with defaults for a run by hand:
#   EFC        the program                 (build/efc)
#   EFC_BUILD  its build folder, where the test programs are too
#   EFC_TEST_CLUSTER  folder of the private cluster that the tests share (var/test)
# After fresh_database NAME, EFC_DB names a new database on it, with the schema.

set -u
export LC_ALL=C.UTF-8
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export EFC_BUILD=${EFC_BUILD:-$source_dir/build}
export EFC=${EFC:-$EFC_BUILD/efc}
export EFC_TEST_CLUSTER=${EFC_TEST_CLUSTER:-$source_dir/var/test}
scratch=$(mktemp -d)
chmod 755 "$scratch"
tap_count=0
tap_failed=0
# shellcheck disable=SC2154 # cleanup commands are added by the test: on_exit 'kill $pid'
trap 'for tap_command in "${tap_cleanup[@]}"; do eval "$tap_command"; done; rm -rf "$scratch"' EXIT
tap_cleanup=()

on_exit() { tap_cleanup+=("$1"); }

# ok STATUS SENTENCE: passes when STATUS is 0
ok() {
    tap_count=$((tap_count + 1))
    if [ "$1" = 0 ]; then echo "ok $tap_count - $2"; else echo "not ok $tap_count - $2"; tap_failed=$((tap_failed + 1)); fi
}

# is GOT EXPECTED SENTENCE
is() {
    if [ "$1" = "$2" ]; then ok 0 "$3"; else ok 1 "$3"; printf '#      got: %s\n# expected: %s\n' "${1//$'\n'/$'\n'# }" "${2//$'\n'/$'\n'# }"; fi
}

# like GOT REGEX SENTENCE (extended regular expression, anywhere in the text)
like() {
    if grep -qE -- "$2" <<<"$1"; then ok 0 "$3"; else ok 1 "$3"; printf '#         got: %s\n# should match: %s\n' "${1//$'\n'/$'\n'# }" "$2"; fi
}

unlike() {
    if grep -qE -- "$2" <<<"$1"; then ok 1 "$3"; printf '# should not match: %s\n' "$2"; else ok 0 "$3"; fi
}

# skip SENTENCE WHY
skip() { tap_count=$((tap_count + 1)); echo "ok $tap_count - $1 # SKIP $2"; }

diag() { sed 's/^/# /'; }

done_testing() { echo "1..$tap_count"; [ "$tap_failed" = 0 ]; exit; }

# run COMMAND…: sets $code, $out and $err
run() {
    "$@" >"$scratch/out" 2>"$scratch/err"
    code=$?
    out=$(cat "$scratch/out")
    err=$(cat "$scratch/err")
}

sql() { psql -X -d "$EFC_DB" -qtA -v ON_ERROR_STOP=1 -c "$1"; }

# A database of its own for this test, with the schema, on the shared private cluster.
fresh_database() {
    local name=test_$1 url
    url=$(EFC_CLUSTER=$EFC_TEST_CLUSTER EFC_DB_FAST=1 "$source_dir/scripts/db" start) || { echo "Bail out! no database"; exit 3; }
    psql -X -d "$url" -qc "DROP DATABASE IF EXISTS $name" -c "CREATE DATABASE $name" 2>/dev/null
    export EFC_DB="${url/dbname=efc/dbname=$name}"
    "$EFC" db init >/dev/null || { echo "Bail out! no schema"; exit 3; }
}
