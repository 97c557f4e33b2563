#!/bin/bash
# Models of the score: estimated, learned, compared before anybody activates one, activated, and found in every link.
. "$(dirname "$0")/../support/tap.sh"
fresh_database model
"$EFC_BUILD/efc-world" --out "$scratch/world" --flags 3000 --seed 5 >/dev/null 2>&1
"$EFC" ingest --create-partners --manifest "$scratch/world/manifest.json" >/dev/null 2>&1

run "$EFC" model estimate
is "$code" 1 "before the first correlate there is no model to start from"
"$EFC" correlate >/dev/null
is "$("$EFC" model list --format csv | cut -d, -f1-4)" $'model,active,made_links,origin\n1,yes,yes,default' "the first correlate takes the model inside the program"
is "$("$EFC" model show | cmp - "$source_dir/config/model/default.conf" && echo same)" same "and efc model show prints it as it stands in config/"
run "$EFC" model learn
is "$code" 1 "without decisions there is nothing to learn from"
like "$err" 'nobody has confirmed or rejected' "and it says so"

# ---- estimate ----
run "$EFC" model estimate --format csv --out "$scratch/estimated.conf"
is "$code" 0 "a model is estimated"
like "$err" 'model 2 is stored, not in use' "and stored"
is "$(sed -n 1p <<<"$out") $(wc -l <<<"$out")" "rule,pairs,matches,m,u,bits_now,bits,error $(($(grep -cE '^(rule|hand) ' "$source_dir/config/model/default.conf") + 3))" "each rule has its row, each line of what one hand shows, what a third is worth, and the prior"
is "$(awk -F, 'NR > 1 && $1 !~ /^(prior|third|hand)/ && $2 == 0 && ($6 != $7 || $8 != "0.00") { print $1 }' <<<"$out")" "" "a rule that no pair shows stays as it was"
is "$(awk -F, 'NR > 1 && $1 !~ /^(prior|third|hand)/ && $2 > 0 && $8 <= 0 { print $1 }' <<<"$out")" "" "every other one says how sure it is"
is "$(awk -F, '$1 ~ /^hand/ && $1 != "hand own" { printf "%.1f\n", $7 - $6 }' <<<"$out" | sort -u | wc -l)" 1 "what one hand shows moves as a whole"
is "$(awk -F, '$1 == "hand own" && $6 == $7 { print $8 }' <<<"$out")" 0.00 "but for an address of its own"
is "$("$EFC" model show 2 | cmp - "$scratch/estimated.conf" && echo same)" same "the file holds what is stored"
first=$out
run "$EFC" model estimate --format csv
is "$out" "$first" "the same data give the same estimate"
like "$err" 'model 2 is stored' "under the same number"
run "$EFC" model estimate --hold -1
is "$code" 2 "how firmly the present model holds is no negative number"
run "$EFC" model estimate --out "$scratch/estimated.conf"
is "$code" 1 "a file that is there is not overwritten"
is "$("$EFC" model list --format csv | awk -F, '$2 == "yes" { print $1 }')" 1 "the model in use is still the first"

# ---- diff, activate ----
# All links with their probability, those by way of a third among them.
all_links() { "$EFC" link list --min-probability 0 --format csv | sed 1d | cut -d, -f1-3,6; }
all_links >"$scratch/old"
run "$EFC" model diff 1 2 --format csv --limit 100000
is "$code" 0 "two models are compared"
sed 1d <<<"$out" >"$scratch/diff"
told=$err
ok "$([ -s "$scratch/diff" ]; echo $?)" "some links would cross a threshold"
run "$EFC" model activate 2
is "$code" 2 "activating needs a reason"
run "$EFC" model activate 99 --reason x
is "$code" 1 "and a model that is there"

# What is estimated needs a trial on people's decisions; there are none yet.
is "$("$EFC" model list --format csv | awk -F, 'NR > 1 { print $1, $7, $8 }')" $'1  \n2 unknown 1' "the list says how a model did in its trial, and against which"
run "$EFC" model activate 2 --reason 'estimated in a test' --actor ana
is "$code" 1 "without decisions an estimated model is not put into use"
like "$err" 'model 2 is not put into use in place of model 1 .*unknown: 0 decisions' "and it says why"
is "$(sql "SELECT count(*) FROM audit_leaf WHERE action = 'model.activate' AND subject = '2'; SELECT model_id FROM model WHERE active")" $'0\n1' "nothing has changed"
run "$EFC" model activate 2 --anyway --reason 'estimated in a test' --actor ana
is "$code" 0 "a model is activated anyway"
is "$(sql "SELECT actor, detail->>'anyway' FROM audit_leaf WHERE action = 'model.activate' AND subject = '2'")" 'ana|true' "and the log says so, and who did it"
read -r endpoint site < <("$EFC" link list --format csv | awk -F, 'NR == 2 { print $1, $2 }')
like "$("$EFC" link show "$endpoint" "$site")" 'the list was made by model 1; another is in use now' "until then a link says which model made it"
"$EFC" correlate >"$scratch/counts"
like "$(cat "$scratch/counts")" '^yes' "the next correlate makes all links again"
all_links >"$scratch/new"
# What crossed, from the two lists of links: the same rows as the diff announced.
awk -F, 'FILENAME ~ /old$/ { old[$1 "," $2] = $3; all[$1 "," $2] } FILENAME ~ /new$/ { new[$1 "," $2] = $3; all[$1 "," $2] }
    function over(p, t) { return p + 0 >= t }
    END { for (k in all) if (over(old[k], 0.9) != over(new[k], 0.9) || over(old[k], 0.5) != over(new[k], 0.5))
              printf "%s,%.6f,%.6f\n", k, old[k], new[k] }' "$scratch/old" "$scratch/new" | sort >"$scratch/crossed"
cut -d, -f1-4 "$scratch/diff" | sort >"$scratch/announced"
is "$(cmp "$scratch/crossed" "$scratch/announced" && echo same)" same "and exactly those links cross that the diff announced"
diff "$scratch/crossed" "$scratch/announced" | head -5 | diag
ok "$([ "$(grep -cE ',(new|old|both)$' "$scratch/diff")" -gt 0 ]; echo $?)" "links by way of a third among them"
like "$told" "$(wc -l <"$scratch/old") links are made by the old model, $(wc -l <"$scratch/new") by the new" "and both make as many as it said"
two_hops() { awk -F, '$4 == "two_hops" { print $1 "," $2 }' "$1" | sort; }
is "$(awk -F, '$7 == "both" || $7 == "new" { print $1 "," $2 }' "$scratch/diff" | sort | comm -23 - <(two_hops "$scratch/new"))" "" \
    "those that it says come by way of a third do"
is "$(awk -F, '$7 == "no" || $7 == "old" { print $1 "," $2 }' "$scratch/diff" | sort | comm -12 - <(two_hops "$scratch/new"))" "" "and the others do not"
is "$(sql "SELECT string_agg(DISTINCT model_id::text, ' ') FROM link")" 2 "each link says which model made it"
read -r endpoint site < <(awk -F, 'NR == 1 { print $1, $2 }' "$scratch/new")
like "$("$EFC" link show "$endpoint" "$site")" '^model +2,' "and so does its waterfall"
is "$("$EFC" model diff active 2 --format csv | wc -l)" 1 "a model does not differ from itself"
"$EFC" correlate --rebuild --executor query >/dev/null
is "$(all_links | cmp - "$scratch/new" && echo same)" same "the other executor gives the same links"

# ---- learn ----
# Three surprising decisions move nothing by much; many move what they are about.
decide() { # HOW NUMBER: the strongest or weakest proposed links
    "$EFC" link list --format csv --min-probability 0 | awk -F, -v n="$2" 'NR > 1 && $5 == "proposed" && c++ < n { print $1, $2 }' |
        while read -r e s; do "$EFC" link "$1" "$e" "$s" --reason 'a test' --actor ana; done
}
decide reject 3
run "$EFC" model learn --format csv
is "$code" 0 "three decisions are enough to learn from"
is "$(awk -F, 'NR > 1 { d = $6 - $5; if (d < 0) d = -d; if (d > 0.225) print }' <<<"$out")" "" "and swing no weight"
is "$(awk -F, '$1 == "prior" { print $2, $3, $4 }' <<<"$out")" "3 0 3" "it says how many decisions the prior stands on"
is "$(cut -d, -f1 <<<"$out" | grep -cE '^(hand [0-9-]+|third)$')" 7 "what one hand shows and links by way of a third have their rows, too"
decide reject 40
run "$EFC" model learn --format csv
is "$(awk -F, '$1 == "test_purchase" { print ($2 > 10), ($6 < $5 - 1) }' <<<"$out")" "1 1" "forty more rejected links lower what they are about"
is "$(awk -F, '$1 == "prior" { d = $6 - $5; print $2, (d > -0.5 && d < 0.5) }' <<<"$out")" "43 1" "and not by the prior what they are not about"
like "$err" 'mean surprise of one is ([0-9.]+) bits now' "and it says what was gained"
run "$EFC" model show 4
like "$out" '^# Learned from model 2, .*: 0 links confirmed, 43 rejected' "the model says where it comes from"
read -r endpoint site < <("$EFC" link list --format csv --min-probability 0 | awk -F, '$5 == "rejected" { print $1, $2; exit }')
"$EFC" link confirm "$endpoint" "$site" --reason 'looked again' --actor ben
run "$EFC" model learn --format csv
is "$(awk -F, '$1 == "prior" { print $2, $3, $4 }' <<<"$out")" "43 1 42" "the last decision about a link counts"

learned=$(grep -oE 'model [0-9]+ is stored' <<<"$err" | grep -oE '[0-9]+')
"$EFC" model activate "$learned" --reason 'learned' --anyway >/dev/null
run "$EFC" model learn
is "$code" 1 "what a model in use has learned it does not learn again"
like "$err" 'nobody has confirmed or rejected a link .* since the model in use was learned' "and it says so"
"$EFC" model activate 3 --reason 'the first three decisions' --anyway >/dev/null
run "$EFC" model learn --format csv
is "$(awk -F, '$1 == "prior" { print $2, $3, $4 }' <<<"$out")" "41 1 40" "what was decided since then teaches it"
"$EFC" model activate 2 --reason 'back' --anyway >/dev/null

# ---- bad files ----
bad() { # LINE-TO-CHANGE NEW REGEX SENTENCE
    sed "s|^$1.*|$2|" "$source_dir/config/model/default.conf" >"$scratch/bad.conf"
    run "$EFC" model add "$scratch/bad.conf"
    is "$code" 1 "$4: refused"
    like "$err" "$3" "$4: line, key and reason"
}
bad 'rule arn ' 'rule arn 0.5 x 1 2.0 1 2.0 6' 'line [0-9]+, arn: a rule has m, u' "a number that is none"
bad 'rule arn ' 'rule arm 0.5 1e-7 1 2.0 1 2.0 6' 'line [0-9]+, arm: there is no such rule' "an unknown rule"
bad 'rule arn ' 'rule uetr 0.50 1.2e-7 1 2.0 1 2.0 6' 'line [0-9]+, uetr: the rule stands there twice' "a rule that stands there twice"
bad 'rule arn ' 'rule arn 1e-9 1e-3 1 2.0 1 2.0 6' 'line [0-9]+, arn: u is greater than m' "u above m"
bad 'rule arn ' '' 'the rule arn is missing' "a missing rule"
bad 'prior' 'prior 0.9' 'line [0-9]+, prior: the number is missing or out of range' "a prior out of range"
bad 'prior' 'prayer 0.1' 'line [0-9]+, prayer: there is no such setting' "an unknown setting"
run "$EFC" model add "$scratch/none.conf"
is "$code" 1 "a file that is not there is an error"
run "$EFC" model diff active active --threshold 1.5
is "$code" 2 "a threshold that is no probability is wrong usage"
sed 's/^prior.*/prior 1.3e-4/' "$source_dir/config/model/default.conf" >"$scratch/other.conf"
run "$EFC" model diff 1 "$scratch/other.conf" --format csv
is "$code" 0 "a file can be compared without adding it"
before=$(sql "SELECT count(*) FROM model")
run "$EFC" model add "$scratch/other.conf"
is "$code $(sql "SELECT count(*) FROM model")" "0 $((before + 1))" "and added"

# ---- the log ----
run "$EFC" audit verify --format csv
is "$code" 0 "the log knows what was activated"
sql "UPDATE model SET text = replace(text, 'prior', '# prior') WHERE model_id = 2"
run "$EFC" audit verify --format csv
like "$out" '^model,2,.*changed' "a model that was altered is found"
sql "UPDATE model SET text = replace(text, '# prior', 'prior') WHERE model_id = 2; UPDATE model SET active = false; UPDATE model SET active = true WHERE model_id = 3"
run "$EFC" audit verify --format csv
like "$out" '^model,2,.*changed' "and one that was exchanged behind the log's back"
done_testing
