#!/bin/bash
# Models are tried on people's decisions, and one that did worse is not put into use by mistake.
. "$(dirname "$0")/../support/tap.sh"
fresh_database model_trial
"$EFC_BUILD/efc-world" --out "$scratch/world" --flags 3000 --seed 5 >/dev/null 2>&1
"$EFC" ingest --create-partners --manifest "$scratch/world/manifest.json" >/dev/null 2>&1

# An analyst who knows the truth decides; a model whose weights say the contrary does worse in its trial, and is refused.
"$EFC" correlate >/dev/null
"$EFC" model estimate >/dev/null 2>&1
decide_by_truth() { # NUMBER: likely and unlikely links
    "$EFC" link list --format csv --min-probability 0.05 | sed 1d | sort -t, -k3,3 | awk -F, -v n="$1" '{ row[NR] = $1 " " $2 } END { for (i = 1; i <= NR; i += NR / n) print row[int(i)] }' |
        while read -r e s; do
            how=reject
            grep -qxF "$e,$s" "$scratch/world/truth.csv" && how=confirm
            "$EFC" link "$how" "$e" "$s" --reason 'a test' --actor ana
        done
}
decide_by_truth 60
run "$EFC" model learn
like "$err" '(better|alike|worse): the mean surprise of [0-9]+ decisions' "what is learned is tried on decisions that it was not learned from"
learned=$(grep -oE 'model [0-9]+ is stored' <<<"$err" | grep -oE '[0-9]+')
sql "UPDATE model_trial SET verdict = 'worse', old_surprise = 0.5, new_surprise = 0.9, error = 0.1 WHERE model_id = $learned"
run "$EFC" model activate "$learned" --reason 'learned' --actor ana
is "$code" 1 "a learned model that did worse is not put into use"
like "$err" 'worse: the mean surprise' "and it says why"
sql "UPDATE model_trial SET verdict = 'better', old_surprise = 0.9, new_surprise = 0.5, lifted = 20, lifted_rejected = 6 WHERE model_id = $learned"
run "$EFC" model activate "$learned" --reason 'learned' --actor ana
is "$code" 1 "nor one that surprises less and lifts what people rejected above 0.9"
like "$err" 'of 20 decided links that only the new model puts above 0.9, 6 were rejected' "and it says that"
sql "UPDATE model_trial SET lifted = 0, lifted_rejected = 0 WHERE model_id = $learned"
run "$EFC" model activate "$learned" --reason 'learned' --actor ana
is "$code" 0 "one that did better is"
is "$(sql "SELECT detail->>'trial', detail->>'anyway' FROM audit_leaf WHERE action = 'model.activate' AND subject = '$learned'")" 'better|' "and the log says so"
run "$EFC" model activate 2 --reason 'back' --actor ana
is "$code" 1 "an estimated model that was never tried beside the one in use is not"
like "$err" "model 2 is estimated and was not tried beside model $learned" "and it says so"
run "$EFC" model activate 1 --reason 'back' --actor ana
is "$code" 0 "the way back to the model inside the program is open"
done_testing
