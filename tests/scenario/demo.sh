#!/bin/bash
# scripts/demo from beginning to end, twice in a row, in a folder of its own.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"

export EFC_DEMO_FOLDER=var/test/demo
# shellcheck disable=SC2016 # expanded when it runs
on_exit 'EFC_CLUSTER=$source_dir/$EFC_DEMO_FOLDER/db "$source_dir/scripts/db" remove; rm -rf "${source_dir:?}/$EFC_DEMO_FOLDER"'
unset EFC_DB

run "$source_dir/scripts/demo" --flags 2000 --seed 5
is "$code" 0 "the demo ends well"
[ "$code" = 0 ] || diag <<<"$out"$'\n'"$err"
like "$out" "same receipts, and nothing is counted twice" "a second ingest changes nothing"
like "$out" "whole in the records: 0" "no card number is stored"
like "$out" "Messages in the partner's journal: 0" "nothing leaves before two people have approved"
like "$out" "another person has to" "the same person cannot approve twice"
like "$out" "3 received, 0 to be tried again" "a hold stops one of four requests, the others are delivered"
like "$out" '"signature_good":true' "the partner finds the signature good"
like "$out" "all in order" "the audit log is in order"
like "$out" "its content does not give its hash" "a change behind its back is found"
unlike "$err" "server.log|Traceback|unbound variable" "nothing goes wrong on the way"
run "$source_dir/scripts/demo" --flags 500 --seed 6
is "$code" 0 "it can be run again"
is "$(pgrep -f "efc-demo-partner --port-file $EFC_DEMO_FOLDER" | wc -l)" 0 "and leaves no server behind"

done_testing
