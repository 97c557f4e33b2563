# serve.sh: efc serve behind the real nginx of config/nginx.conf. Source it after tap.sh and fresh_database.
#
#   serve_start [SETTING=VALUE…]   starts efc serve on a Unix socket; its log is $scratch/serve.log, its process $serve_pid
#   serve_stop                     ends it by SIGTERM; $serve_code is its exit code
#   serve_kill                     kill -9
#   nginx_start [SED…]             starts nginx with config/nginx.conf, changed by further sed commands; $url is where it is
#   token_add PARTNER SCOPE…       adds the partner if need be and prints a token
#   ask METHOD PATH [CURL…]        a request with $token (none when empty); sets $status, $body and $headers
#   field NAME                     of $body, which is JSON
#   merchants COUNT [FROM]         CSV of merchant flags with source_ref MF-FROM …

nginx_dir=$scratch/nginx
socket=$scratch/serve.sock
token=
on_exit 'serve_kill; [ ! -s "$nginx_dir/nginx.pid" ] || kill "$(cat "$nginx_dir/nginx.pid")"'

serve_start() {
    # shellcheck disable=SC2086
    env ASAN_OPTIONS="log_path=$scratch/serve.asan:quarantine_size_mb=1" "$@" "$EFC" serve --socket "$socket" 2>>"$scratch/serve.log" &
    serve_pid=$!
    for _ in $(seq 100); do
        [ "$(curl -s -o /dev/null -w '%{http_code}' --unix-socket "$socket" http://efc/health)" != 200 ] || return 0
        sleep 0.1
    done
    echo "Bail out! efc serve does not start"
    diag <"$scratch/serve.log"
    exit 3
}

serve_stop() {
    kill "$serve_pid"
    wait "$serve_pid"
    serve_code=$?
    serve_pid=
}

serve_kill() {
    [ -n "${serve_pid:-}" ] || return 0
    kill -9 "$serve_pid"
    wait "$serve_pid" 2>/dev/null
    serve_pid=
}

# A port that nobody listens on at the moment.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# An authority for client certificates, and a certificate that it signed.
client_certificate() {
    mkdir -p "$nginx_dir/tls"
    (
        cd "$nginx_dir/tls" || exit 1
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=authority of clients" \
            -keyout clients.key -out clients.pem
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=bank-one" -keyout client.key -out client.csr
        openssl x509 -req -in client.csr -CA clients.pem -CAkey clients.key -CAcreateserial -days 30 -out client.pem
    ) 2>/dev/null
    chmod 644 "$nginx_dir/tls/client.key"
}

nginx_start() {
    local port changes=()
    port=$(free_port)
    url=https://localhost:$port
    mkdir -p "$nginx_dir/temp" "$nginx_dir/tls"
    "$source_dir/tests/support/certificates.sh" "$scratch/certificates"
    cp "$scratch/certificates/server.pem" "$scratch/certificates/server.key" "$nginx_dir/tls/"
    [ -s "$nginx_dir/tls/clients.pem" ] || client_certificate
    for change in "$@"; do changes+=(-e "$change"); done
    # The tests' own: port, socket, the user root keeps, and one address that sends all the requests.
    sed -e "s|listen 443 ssl|listen 127.0.0.1:$port ssl|" -e "s|unix:/run/efc/serve.sock|unix:$socket|" \
        -e 's|burst=200|burst=5000|' "${changes[@]}" "$source_dir/config/nginx.conf" >"$nginx_dir/nginx.conf"
    [ "$(id -u)" != 0 ] || sed -i '1i user root;' "$nginx_dir/nginx.conf"
    /usr/sbin/nginx -p "$nginx_dir" -c nginx.conf 2>"$scratch/nginx.err" || { echo "Bail out! nginx does not start"; diag <"$scratch/nginx.err"; exit 3; }
}

token_add() {
    local partner=$1 scope options=()
    shift
    "$EFC" partner add "$partner" --name "Partner $partner" --kind acquirer --country DE --actor admin 2>/dev/null
    for scope in "$@"; do options+=(--scope "$scope"); done
    "$EFC" token add "$partner" "${options[@]}" --expires "${expires:-2099-01-01}" --actor admin
}

ask() {
    local method=$1 path=$2 authorization=()
    shift 2
    [ -z "$token" ] || authorization=(-H "Authorization: Bearer $token")
    [ "$method" != HEAD ] || authorization+=(-I)
    printf '%s\t%s\t%s\n' "$method" "$path" "$(tr '\t\n' '  ' <<<"$*")" >>"$scratch/asked"
    status=$(curl -s --max-time "${most_seconds:-60}" --cacert "$scratch/certificates/ca.pem" -D "$scratch/headers" -o "$scratch/body" -w '%{http_code}' \
        -X "$method" "${authorization[@]}" "$@" "$url$path")
    body=$(tr -d '\0' <"$scratch/body" 2>/dev/null)
    headers=$(tr -d '\r' <"$scratch/headers" 2>/dev/null)
}

field() { python3 -c 'import json, sys; v = json.load(sys.stdin).get(sys.argv[1]); print("null" if v is None else v)' "$1" <<<"$body"; }
header() { grep -i "^$1:" <<<"$headers" | tail -1 | cut -d' ' -f2-; }

merchants() {
    awk -v count="$1" -v from="${2:-1}" 'BEGIN {
        print "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name,support_email"
        for (i = from; i < from + count; i++)
            printf "MF-%d,2026-03-01T12:00:00Z,chargebacks,412345,SHOP%08d,Shop %d,help@shop%d.example\n", i, i, i, i
    }'
}

# no_reports: the sanitizers have said nothing
no_reports() { is "$(cat "$scratch"/serve.asan* 2>/dev/null | head -30)" "" "the sanitizers report nothing"; }
