# request.sh: a small world with links, partners to deliver to, and requests about it. Source it after tap.sh.
#
#   partner_start NAME [OPTION…]   starts efc-demo-partner; its journal is $scratch/NAME.journal
#   partner_add NAME [URL]         a partner of that name that can close wallet/NAME, delivered to there
#   sellers NAME COUNT             endpoints payto://wallet/NAME/seller1 … each published by a site at whose domain its holder has a mailbox
#   propose_all                    a request for each, by the engine
#   approve ID                     by anna and ben
#   state ID, outbox ID            where it stands
#   journal NAME FILTER            lines of the journal that contain FILTER

export EFC_LE_CHECK_DAYS=0 EFC_DELIVER_TIMEOUT=3
"$source_dir/tests/support/certificates.sh" "$scratch/certificates"
(umask 077; echo "whsec_$(head -c 32 /dev/urandom | base64)" >"$scratch/secret")
started_partners=()
on_exit 'for number in "${started_partners[@]}"; do kill "$number"; done 2>/dev/null'

partner_start() {
    local name=$1
    shift
    rm -f "$scratch/$name.port"
    "$EFC_BUILD/efc-demo-partner" --cert "$scratch/certificates/server.pem" --key "$scratch/certificates/server.key" \
        --secret "$scratch/secret" --journal "$scratch/$name.journal" --port-file "$scratch/$name.port" "$@" \
        >/dev/null 2>"$scratch/$name.partner-err" &
    started_partners+=($!)
    for _ in $(seq 100); do [ ! -s "$scratch/$name.port" ] || break; sleep 0.05; done
    [ -s "$scratch/$name.port" ] || { echo "Bail out! no demo partner"; exit 3; }
}

partner_url() { echo "https://localhost:$(cat "$scratch/$1.port")/requests"; }

partner_add() {
    "$EFC" partner add "$1" --name "Partner $1" --kind emoney --country DE --closes "wallet/$1" --actor admin \
        --delivery-url "${2:-$(partner_url "$1")}" --delivery-key "file:$scratch/secret" --delivery-ca "$scratch/certificates/ca.pem" \
        --delivery-network 127.0.0.0/8 --delivery-network ::1/128
}

sellers() {
    local name=$1 count=$2 i
    for i in $(seq "$count"); do
        echo "{\"source_ref\":\"A$i\",\"flagged_at\":\"2026-01-05T10:00:00Z\",\"reason\":\"content\",\"account_scheme\":\"wallet\",\"wallet_provider\":\"$name\",\"account_id\":\"seller$i\",\"holder_email\":\"pay@$name-$i.example\"}" >&3
        echo "{\"source_ref\":\"$name-$i\",\"reported_at\":\"2026-01-06T10:00:00Z\",\"url\":\"https://$name-$i.example/\",\"assessed_illegal\":true,\"payment_endpoints\":[\"$name:seller$i\"]}" >&4
    done 3>"$scratch/$name.flags.ndjson" 4>"$scratch/$name.sites.ndjson"
    "$EFC" partner add hotline --name Hotline --kind hotline --country DE >/dev/null 2>&1
    "$EFC" ingest --partner "$name" --kind account_flag "$scratch/$name.flags.ndjson" >/dev/null 2>&1 &&
        "$EFC" ingest --partner hotline --kind site_report "$scratch/$name.sites.ndjson" >/dev/null 2>&1 &&
        "$EFC" correlate >/dev/null 2>&1
}

propose_all() { "$EFC" request propose --min-probability 0.95 --engine --actor engine --format csv 2>/dev/null; }
approve() { "$EFC" request approve "$1" --actor anna >/dev/null && "$EFC" request approve "$1" --actor ben >/dev/null; }
request_of() { sql "SELECT request_id FROM request WHERE endpoint = 'payto://wallet/$1' ORDER BY request_id DESC LIMIT 1"; }
state() { sql "SELECT state FROM request WHERE request_id = $1"; }
outbox() { sql "SELECT state FROM outbox WHERE request_id = $1 AND kind = 'request'"; }
journal() { grep -c -- "$2" "$scratch/$1.journal" 2>/dev/null || true; }
deliver() { "$EFC" deliver --once "$@" 2>>"$scratch/deliver.log"; }
