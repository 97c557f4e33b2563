#!/bin/bash
# Where deliveries do not go: hostile URLs of a partner, none of which reaches a listener on this machine.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/request.sh"
fresh_database egress
partner_start trap
port=$(cat "$scratch/trap.port")
partner_add trap
sellers trap 1
propose_all >/dev/null
approve 1

# Nothing of the environment may lead a delivery elsewhere.
export https_proxy=http://127.0.0.1:$port HTTPS_PROXY=http://127.0.0.1:$port ALL_PROXY=socks5://127.0.0.1:$port
sql "UPDATE partner SET delivery_networks = '{}'"

hostile=(
    "https://127.0.0.1:$port/" "https://localhost:$port/" "https://localhost.:$port/" "https://2130706433:$port/" "https://0x7f000001:$port/"
    "https://0177.0.0.1:$port/" "https://017700000001:$port/" "https://127.1:$port/" "https://0:$port/" "https://0.0.0.0:$port/"
    "https://[::1]:$port/" "https://[::]:$port/" "https://[::ffff:127.0.0.1]:$port/" "https://[::ffff:7f00:1]:$port/"
    "https://[0:0:0:0:0:0:0:1]:$port/" "https://[64:ff9b::7f00:1]:$port/" "https://[::127.0.0.1]:$port/" "https://[fe80::1]:$port/"
    "https://127.0.0.1.:$port/" "https://user@127.0.0.1:$port/" "https://partner.example@127.0.0.1:$port/"
    "https://partner.example:pw@localhost:$port/" "https://partner.example\\@127.0.0.1:$port/" "https://127.0.0.1:$port\\@partner.example/"
    "https://10.0.0.1/" "https://169.254.169.254/latest/meta-data/" "https://192.168.0.1/" "https://172.16.0.1/" "https://100.64.0.1/"
    "https://224.0.0.1/" "https://255.255.255.255/" "https://[fc00::1]/" "https://[ff02::1]/" "https:///etc/passwd" "https://"
    "https://127.0.0.1:$port#@partner.example/" "https://127.0.0.1:$port/ HTTP/1.1" "https://%31%32%37.0.0.1:$port/" "https://①②⑦.0.0.1:$port/"
)
for url in "${hostile[@]}"; do
    sql "UPDATE partner SET delivery_url = \$url\$$url\$url\$"
    sql "UPDATE outbox SET state = 'ready', attempts = 0, failure = NULL, not_before = '-infinity'; UPDATE delivery_lane SET not_before = '-infinity'"
    deliver >/dev/null
    is "$(sql "SELECT outcome IN ('refused', 'later') AND http_status IS NULL FROM delivery_attempt ORDER BY attempt_number DESC LIMIT 1")" t \
        "nothing is sent to ${url//$port/PORT}"
done
is "$(journal trap .)" 0 "the listener has heard nothing"
is "$(cat "$scratch/trap.partner-err")" "" "not even a handshake"

# Other schemes do not even get into the table, by whatever road.
for url in http://127.0.0.1/ file:///etc/passwd ftp://127.0.0.1/ gopher://127.0.0.1/ HTTPS://127.0.0.1/ scp://127.0.0.1/x ldap://127.0.0.1/ ""; do
    run "$EFC" partner add other --name Other --kind bank --country DE --delivery-url "$url"
    is "$code" 1 "efc partner add refuses '$url'"
    run sql "UPDATE partner SET delivery_url = '$url'"
    ok "$((code == 0))" "and so does the database"
done

sql "UPDATE partner SET delivery_url = 'https://localhost:$port/', delivery_networks = '{127.0.0.1/32,::1/128}'"
"$EFC" request retry 1 --actor anna >/dev/null
deliver >/dev/null
is "$(state 1) $(journal trap '"effect":true')" "acknowledged 1" "with its network named the partner is reached, past the proxies of the environment"
done_testing
