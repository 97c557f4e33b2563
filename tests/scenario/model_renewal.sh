#!/bin/bash
# A program with another model inside: efc db migrate brings it in; what people have put into use stays.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
fresh_database model_renewal
default=$source_dir/config/model/default.conf
models() { "$EFC" model list --format csv | sed 1d | cut -d, -f1,2,4 | tr '\n' ' '; }
# The database as a program left it whose model was FILE: it is in use, and it is that program's own.
left_by_program() {
    id=$("$EFC" model add "$1" | grep -o '[0-9]*$')
    "$EFC" model activate "$id" --reason 'the program of then'
    sql "UPDATE model SET origin = 'default' WHERE model_id = $id"
}

run "$EFC" db migrate
is "$code $(models)" "0 " "before the first correlate there is no model to renew"
sed 's/^keep .*/keep 0.02/' "$default" >"$scratch/first.conf"
left_by_program "$scratch/first.conf" >/dev/null
run "$EFC" db migrate
is "$code" 0 "a program with another model inside migrates"
like "$out" 'model 2, the one inside this program, is in use' "and says that its model is in use"
is "$(models)" "1,no,default 2,yes,default " "it is a model beside the one of before"
is "$("$EFC" model show | cmp - "$default" && echo same)" same "its text is the one in config/"
like "$(sql "SELECT detail->>'from' || ' ' || (detail->>'reason') FROM audit_leaf WHERE action = 'model.activate' ORDER BY leaf_index DESC LIMIT 1")" \
    '^1 the model inside the program' "the log says what took whose place"
run "$EFC" db migrate
unlike "$out" 'model' "once is enough"
"$EFC" correlate >/dev/null
is "$(sql "SELECT model_id FROM correlation")" 2 "links are made with it"

# ---- people chose another ----
sed 's/^keep .*/keep 0.03/' "$default" >"$scratch/own.conf"
"$EFC" model add "$scratch/own.conf" >/dev/null
"$EFC" model activate 3 --reason 'ours is better' --actor ana >/dev/null
sql "UPDATE model SET text = text || E'# 09\n' WHERE model_id = 2;
     UPDATE model SET sha256 = sha256(convert_to(text, 'UTF8')) WHERE model_id = 2"
run "$EFC" db migrate
like "$out" 'model 4, the one inside this program, is stored, not in use: efc model diff active 4' "what people chose stays in use"
is "$(models)" "1,no,default 2,no,default 3,yes,file 4,no,default " "and the new one is there to compare"
"$EFC" model activate 1 --reason 'the first was best' --actor ana >/dev/null
sql "UPDATE model SET text = text || E'# 10\n' WHERE model_id = 4;
     UPDATE model SET sha256 = sha256(convert_to(text, 'UTF8')) WHERE model_id = 4"
run "$EFC" db migrate
is "$(models)" "1,yes,default 2,no,default 3,no,file 4,no,default 5,no,default " "also when it came inside an older program"

# ---- a model that lacks rules ----
sql "INSERT INTO model (sha256, text, origin, created_at) SELECT sha256(convert_to(t, 'UTF8')), t, 'learn', now()
           FROM (SELECT regexp_replace(text, E'\nrule arn [^\n]*', '') AS t FROM model WHERE model_id = 3) x"
sql "UPDATE model SET active = false WHERE active; UPDATE model SET active = true WHERE model_id = 6"
run "$EFC" correlate
is "$code" 1 "a model that does not know a rule cannot be used"
like "$err" 'the rule arn is missing' "and it says which"
run "$EFC" db migrate
like "$out" 'model 7 is in use: the one before, with the rules of this program that it lacked' "an upgrade completes it"
is "$(models | grep -o '[67],[a-z]*,[a-z]*' | tr '\n' ' ')" "6,no,learn 7,yes,learn " "under a number of its own"
is "$("$EFC" model show | grep -c -e '^rule arn ' -e '^keep 0.03')" 2 "with the program's weight for that rule, and its own for the rest"
run "$EFC" correlate
is "$code" 0 "and links are made again"
run "$EFC" db migrate
unlike "$out" 'model' "once is enough here, too"
done_testing
