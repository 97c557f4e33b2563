#!/bin/bash
# Identifiers on the command line: what is read, what is refused, what is found in a text.
# shellcheck source=tests/support/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/tap.sh"
unset EFC_DB # none of this needs a database

run "$EFC" ident parse iban 'be68 5390 0754 7034' --format csv
is "$code" 0 "an identifier that is in order ends with 0"
is "$(tail -1 <<<"$out")" 'iban,accepted,,BE68539007547034,BE68 5390 0754 7034,checked,,"country=BE, bank=539"' "the canonical form and the form for people are shown"

run "$EFC" ident parse iban BE69539007547034 --format csv
is "$code" 1 "a refused identifier ends with 1"
like "$out" '^iban,refused,iban_check_digits,,,,"?the IBAN' "the reason is given as a code and in words"
unlike "$err" 'BE69' "the error does not repeat the value"

run "$EFC" ident parse phone '26 123 456' --country LV --format json
like "$out" '"value":"\+37126123456"' "a national phone number is read with its country, and JSON is printed"

run "$EFC" ident parse wallet shop@shop.example --provider paypal --format csv
like "$out" ',paypal/shop@shop.example,' "a wallet account is read with its provider"

run "$EFC" ident parse nonsense x
is "$code" 1 "a kind that does not exist is refused"
run "$EFC" ident parse iban
is "$code" 2 "a missing value is wrong usage"

printf 'iban\tBE68 5390 0754 7034\nmcc\t5967\niban\tx\nno tab\n' >"$scratch/lines"
run "$EFC" ident parse --batch --format csv <"$scratch/lines"
is "$(cut -d, -f1,2 <<<"$out" | tail -n +2 | tr '\n' ' ')" 'iban,accepted mcc,accepted iban,refused no tab,refused ' "a batch gives a row for each line"
is "$code" 1 "a batch with a refused line ends with 1"

printf 'Pay to BE68 5390 0754 7034 or write to billing (at) shop (dot) example, see hxxps://shop[.]example/pay.' >"$scratch/note"
run "$EFC" ident extract --format csv <"$scratch/note"
is "$(cut -d, -f3,4 <<<"$out" | tail -n +2 | tr '\n' ' ')" \
    'iban,BE68539007547034 email,billing@shop.example url,https://shop.example/pay ' "identifiers inside text are found, defanged ones too"
run "$EFC" ident extract --format csv </dev/null
is "$code $(wc -l <<<"$out")" '0 1' "an empty text holds none"

run "$EFC" ident kinds --format csv
like "$out" '^iban,IBAN,checked,yes,yes$' "the kinds are listed"
run "$EFC" ident parse card_number 4111111111111111 --format csv
unlike "$out" '4111111111111111' "a card number is never shown in full"

run "$EFC" ident parse descriptor 'PAYPAL *BRIGHTSTARS.CO' --format json
like "$out" '"details":"processor=paypal, perhaps=brightstars.co, name=brightstars"' "what a card descriptor holds is shown"
run "$EFC" ident parse mcc 5967 --format csv
like "$out" 'name=' "a merchant category code has its name"
run "$EFC" ident parse url 'https://www.paypal.me/BrightStar' --format csv
like "$out" 'site=paypal.me/brightstar, label=brightstar, wallet=paypal/brightstar' "a page of payment shows site and account"
run "$EFC" ident parse email 'Bright.Star+x@gmail.com' --format csv
like "$out" 'folded=brightstar@gmail.com, domain=gmail.com' "an address shows how it is compared"
run "$EFC" ident parse host mail.gmail.com --format csv
like "$out" 'hub=free_mail' "a hub is named"

done_testing
