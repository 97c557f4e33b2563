#!/bin/bash
# efc-judge counts right: lists made by hand, whose precision, recall, F1 and calibration can be worked out on paper.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"

world=$scratch/world
mkdir "$world"
printf 'endpoint,site\ne1,s1\ne2,s2\ne3,s3\ne4,s4\n' >"$world/truth.csv"
printf 'endpoint,site,strength,evidence\ne1,s1,strong,phone\ne2,s2,strong,email\ne3,s3,weak,name\n' >"$world/pairs_with_evidence.csv"
printf 'endpoint,site\ne9,s9\n' >"$world/pairs_same_hand.csv"
printf 'programme,member\nP1,e1\nP1,s2\n' >"$world/truth_programmes.csv"
judge() {
    { echo endpoint,site,probability,weight_bits,status,evidence; cat; } >"$scratch/links"
    run "$EFC_BUILD/efc-judge" --world "$world" "$@" "$scratch/links"
}
brief() { judge --brief "$@"; }

brief < <(printf '%s\n' e1,s1,0.95,9,proposed,phone e2,s2,0.95,8,proposed,email)
like "$out" "precision_at_0.9=1.0000 recall_at_0.9=1.0000 f1_at_0.9=1.0000 best_f1=1.0000" "all strong pairs and nothing else: all ones"
like "$out" "calibration_error=0.0500" "probabilities of 0.95 that are all right are off by 0.05"

brief < <(printf '%s\n' e1,s1,0.95,9,proposed,phone e1,s2,0.95,8,proposed,phone e2,s2,0.85,7,proposed,email)
like "$out" "precision_at_0.9=0.5000 recall_at_0.9=0.5000" "a wrong link halves the precision, a missed pair the recall"
like "$out" "best_f1=0.8000 best_from=0.8500" "the best F1 is found below: 2 of 3 right, all found"

brief < <(printf '%s\n' e3,s3,0.95,9,proposed,name e4,s4,0.95,8,proposed,x)
like "$out" "precision_at_0.9=1.0000 recall_at_0.9=0.0000" "right links without strong evidence count for precision, not for recall"

brief < <(printf '%s\n' e1,s1,0.95,9,proposed,phone e9,s9,0.95,9,proposed,phone)
like "$out" "links=1 .*precision_at_0.9=1.0000" "pairs of one hand at different times are left out"
like "$out" "calibration_error=0.4500 error_by_chance=0.1230 error_without_apart=0.0500" "but not of what probabilities must keep"
brief --strict < <(printf '%s\n' e1,s1,0.95,9,proposed,phone e9,s9,0.95,9,proposed,phone)
like "$out" "links=2 .*precision_at_0.9=0.5000" "and are wrong with --strict"

brief < <(printf '%s\n' e1,s1,0.5,5,proposed,phone e1,s2,0.5,5,proposed,phone)
like "$out" "best_f1=0.5000" "links of the same weight are taken together"
like "$out" "error_by_chance=0.2821" "two that are as likely right as wrong are off by chance alone: the root of (2 / pi) * 0.5, halved"

judge --wrong 5 < <(printf '%s\n' 'e1,s2,0.95,8,proposed,phone|name')
like "$out" 'wrong +0.950000 \(same programme\) e1,s2 +phone\|name' "wrong links are listed, with whether one programme has both ends"
judge --missed 5 </dev/null
like "$out" 'missed 0.000000 e2,s2 +email' "missed pairs are listed with their evidence"

# ---- two halves ----
# Sites of one programme lie in one half, whichever it is: what an analyst decides is of the one, what is held back is the other.
printf 'programme,member\n' >"$world/truth_programmes.csv"
for i in 1 2 3 4 5 6 7 8; do
    printf 'P%d,a%d\nP%d,b%d\n' $i $i $i $i >>"$world/truth_programmes.csv"
    printf 'e%d,a%d\n' $i $i >>"$world/truth.csv"
done
many() { for i in 1 2 3 4 5 6 7 8; do printf 'e%d,a%d,0.95,9,proposed,phone\ne9,b%d,0.30,2,proposed,name\n' $i $i $i; done; }
judge --decide 1000 < <(many)
is "$(grep -E 'a[0-9]' <<<"$out" | grep -v '^confirm' | wc -l) $(grep -E 'b[0-9]' <<<"$out" | grep -v '^reject' | wc -l)" "0 0" "an analyst decides by the truth"
decided=$(grep -c . <<<"$out")
is "$(sed -E 's/.* [ab]//' <<<"$out" | sort | uniq -c | awk '{ print $1 }' | sort -u)" 2 "a programme's sites lie in one half"
brief --held < <(many)
like "$out" "^links=$((16 - decided)) " "what is held back is what nobody decided about"
like "$out" "calibration_error=0.1750" "and is judged alone"
judge --decide 4 < <(many)
ok "$([ "$(grep -c '^confirm' <<<"$out")" -gt "$(grep -c '^reject' <<<"$out")" ]; echo $?)" "likely links are decided more often than others"
run "$EFC_BUILD/efc-judge" --world "$world" --held --decide 4 /dev/null
is "$code" 2 "the half that is decided on is not held back"

brief --least-f1 0.9 </dev/null
is "$code" 1 "an empty list misses a floor"
brief < <(printf 'e1,s1,high,9,proposed,phone\n')
is "$code" 1 "a line that cannot be read is an error"
like "$err" "line 2" "which names the line"
run "$EFC_BUILD/efc-judge"
is "$code" 2 "no world is wrong usage"
run "$EFC_BUILD/efc-judge" --help
is "$code:${out%%:*}" "0:usage" "and --help says how it is used"

done_testing
