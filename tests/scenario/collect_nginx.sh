#!/bin/bash
# efc collect fetches from the real nginx: validators, compression, pages, logins, client certificates; certificates that are wrong.
. "$(dirname "$0")/../support/tap.sh"
fresh_database collect_nginx
. "$source_dir/tests/support/feeds.sh"
nginx=$(command -v nginx || echo /usr/sbin/nginx)
[ -x "$nginx" ] || { skip "efc collect and nginx" "nginx is not installed"; done_testing; }
web=$scratch/web
mkdir -p "$web/temp" "$web/tls" "$web/feed/pages"

# ---- certificates ----
key() { openssl ecparam -genkey -name prime256v1 -noout -out "$1.key"; }
# certificate NAME SUBJECT-ALT-NAME DAYS: signed by authority.pem
certificate() {
    key "$1"
    openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
    openssl x509 -req -in "$1.csr" -CA authority.pem -CAkey authority.key -CAcreateserial -days "$3" -extfile <(echo "subjectAltName=$2") -out "$1.pem"
}
(
    cd "$web/tls" || exit 1
    key authority && openssl req -x509 -new -key authority.key -days 30 -subj '/CN=authority of servers' -out authority.pem
    certificate good DNS:localhost,IP:127.0.0.1 30
    certificate other DNS:elsewhere.example 30
    certificate old DNS:localhost -1
    certificate client DNS:client.example 30
    key selfsigned && openssl req -x509 -new -key selfsigned.key -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost -out selfsigned.pem
    key stranger && openssl req -x509 -new -key stranger.key -days 30 -subj /CN=stranger -out stranger.pem
    chmod 600 ./*.key client.pem stranger.pem
) 2>"$scratch/openssl.err" || { echo "Bail out! no certificates"; diag <"$scratch/openssl.err"; exit 3; }

# ---- the server ----
mapfile -t ports < <(python3 -c 'import socket
held = [socket.socket() for _ in range(6)]
for s in held: s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
printf 'reader:%s\n' "$(openssl passwd -apr1 opensesame)" >"$web/users"
reports 1 400 >"$web/feed/document.ndjson"
for page in 1 2 3 4; do reports $((page * 10)) $((page * 10 + 4)) >"$web/feed/pages/$page.ndjson"; done
# server PORT CERTIFICATE [LINE…]
server() {
    printf 'server {\n listen 127.0.0.1:%s ssl;\n ssl_certificate tls/%s.pem;\n ssl_certificate_key tls/%s.key;\n root feed;\n' "$1" "$2" "$2"
    printf ' %s\n' "${@:3}"
    echo '}'
}
{
    [ "$(id -u)" != 0 ] || echo 'user root;'
    echo 'worker_processes 1; pid nginx.pid; error_log error.log warn; events { worker_connections 64; }'
    echo "http { log_format f '\$request_uri \$status \$bytes_sent \$sent_http_content_encoding'; access_log access.log f; default_type application/x-ndjson;"
    echo 'map $uri $next_page {'
    for page in 1 2 3; do echo "/pages/$page.ndjson '</pages/1.ndjson>; rel=\"first\", <$((page + 1)).ndjson>; rel=\"next\"';"; done
    echo '}'
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path temp/$kind;"; done
    server "${ports[0]}" good 'max_ranges 0;' 'gzip on; gzip_types *;' \
        'location /plain/ { alias feed/; gzip off; etag off; }' \
        'location /basic/ { alias feed/; auth_basic x; auth_basic_user_file users; }' \
        'location /bearer/ { alias feed/; if ($http_authorization != "Bearer letmein") { return 401; } }' \
        'location /pages/ { add_header Link $next_page; }' \
        'location /busy/ { add_header Retry-After 90 always; return 503; }' \
        'location /crawl/ { alias feed/; limit_rate 20; }'
    server "${ports[1]}" good 'ssl_client_certificate tls/authority.pem; ssl_verify_client on;'
    server "${ports[2]}" other
    server "${ports[3]}" old
    server "${ports[4]}" selfsigned
    printf 'server { listen 127.0.0.1:%s; root feed; }\n}\n' "${ports[5]}"
} >"$web/nginx.conf"
"$nginx" -p "$web" -c nginx.conf 2>"$scratch/nginx.err" || { echo "Bail out! nginx does not start"; diag <"$scratch/nginx.err"; exit 3; }
on_exit 'kill "$(cat "$web/nginx.pid")" 2>/dev/null'
export EFC_TEST_TOKEN=letmein EFC_TEST_PASSWORD=opensesame EFC_TEST_WRONG=wrong
here=("ca: $web/tls/authority.pem" 'networks: [127.0.0.0/8]')
place=https://localhost:${ports[0]}
asked() { grep -c "$1" "$web/access.log"; }

# ---- a document ----
profile doc "$place/document.ndjson" "${here[@]}"
profile plain "$place/plain/document.ndjson" "${here[@]}"
collect doc plain
is "$code $(stored doc) $(stored plain)" "0 400 400" "a document is fetched, compressed and not"
is "$(asked '^/document.ndjson 200 .* gzip$') $(asked '^/plain/document.ndjson 200 .* -$')" "1 1" "as the server sends it"
collect doc plain
is "$code $(asked '^/document.ndjson 304') $(asked '^/plain/document.ndjson 304')" "0 1 1" "what has not changed is not sent again (a weak ETag; Last-Modified alone)"
reports 1 402 >"$web/feed/document.ndjson"
touch -d '+2 seconds' "$web/feed/document.ndjson"
collect doc plain
is "$code $(stored doc) $(stored plain)" "0 402 402" "what has changed is"

# ---- pages ----
profile pages "$place/pages/1.ndjson" "${here[@]}" 'paging: link' 'resume: last'
collect pages
is "$code $(stored pages)" "0 20" "pages are followed by their links to the last one"
collect pages
is "$code $(asked '^/pages/1') $(asked '^/pages/4.ndjson 304')" "0 1 1" "where the next run begins"

# ---- who may ----
profile basic "$place/basic/document.ndjson" "${here[@]}" 'user: reader' 'password: env:EFC_TEST_PASSWORD'
profile bearer "$place/bearer/document.ndjson" "${here[@]}" 'bearer: env:EFC_TEST_TOKEN'
profile client "https://localhost:${ports[1]}/document.ndjson" "${here[@]}" "certificate: file:$web/tls/client.pem" "certificate_key: file:$web/tls/client.key"
collect basic bearer client
is "$code $(stored basic) $(stored bearer) $(stored client)" "0 402 402 402" "a password, a token and a client certificate are taken"

# wrong NAME WHY PLACE [LINE…]: fails, and the status says why; nothing is stored
wrong() {
    profile "$1" "$3" "${@:4}"
    collect "$1"
    is "$code $(stored "$1")" "1 0" "$1: fails, and nothing is stored"
    like "$(status_of "$1" last_error)" "$2" "$1: the status says why"
}
wrong basic-wrong 'credentials \(HTTP 401\)' "$place/basic/document.ndjson" "${here[@]}" 'user: reader' 'password: env:EFC_TEST_WRONG'
wrong bearer-none 'credentials \(HTTP 401\)' "$place/bearer/document.ndjson" "${here[@]}"
wrong client-none 'HTTP 400|TLS' "https://localhost:${ports[1]}/document.ndjson" "${here[@]}"
wrong client-stranger 'HTTP 400|TLS' "https://localhost:${ports[1]}/document.ndjson" "${here[@]}" "certificate: file:$web/tls/stranger.pem" "certificate_key: file:$web/tls/stranger.key"
wrong client-mixed 'our own certificate or its key' "https://localhost:${ports[1]}/document.ndjson" "${here[@]}" "certificate: file:$web/tls/client.pem" "certificate_key: file:$web/tls/good.key"
wrong missing 'nothing at this place .*404' "$place/nothing.ndjson" "${here[@]}"
wrong busy 'not available at present .*503' "$place/busy/" "${here[@]}"
is "$(sql "SELECT next_at > now() + interval '80 seconds' FROM source WHERE source_id = 'busy'")" t "busy: it is left alone for as long as it asks (Retry-After)"
wrong crawl 'in time' "$place/crawl/document.ndjson" "${here[@]}" 'limit_time: 2s'

# ---- certificates ----
wrong other-name 'not valid: it is for another name' "https://localhost:${ports[2]}/document.ndjson" "${here[@]}"
wrong expired 'not valid: it has expired' "https://localhost:${ports[3]}/document.ndjson" "${here[@]}"
wrong self-signed 'not valid: it is signed by itself' "https://localhost:${ports[4]}/document.ndjson" "${here[@]}"
wrong other-authority 'not valid: its authority is not known here' "$place/document.ndjson" "ca: $web/tls/stranger.pem" 'networks: [127.0.0.0/8]'
wrong public-authority 'not valid: its authority is not known here' "$place/document.ndjson" 'networks: [127.0.0.0/8]'
wrong no-tls 'does not speak TLS' "https://localhost:${ports[5]}/document.ndjson" "${here[@]}"
wrong no-authority 'authority of the partner cannot be read' "$place/document.ndjson" "ca: $web/tls/nothing.pem" 'networks: [127.0.0.0/8]'
wrong nobody 'cannot be reached' "https://localhost:1/" "${here[@]}"
wrong no-name 'cannot be resolved' "https://nobody.invalid/" "${here[@]}"
is "$(asked ' 200 ')" "$(grep -cE '^/(document|plain|pages|basic|bearer|crawl).* 200 ' "$web/access.log")" "none of them came to a document"
unlike "$("$EFC" collect status --format json)" 'letmein|opensesame' "no secret is shown"

# ---- the server is away for a while ----
kill "$(cat "$web/nginx.pid")"
for _ in $(seq 50); do [ -e "$web/nginx.pid" ] || break; sleep 0.1; done
collect doc
is "$code $(status_of doc circuit) $(status_of doc failures)" "1 closed 1" "a server that is away is a failure"
for _ in 2 3 4 5; do collect doc; done
is "$(status_of doc circuit)" open "five in a row open the circuit"
"$nginx" -p "$web" -c nginx.conf 2>"$scratch/nginx.err"
run "$EFC" collect --profiles "$profiles" --once doc
is "$(status_of doc failures)" 5 "and it is left alone until its rest is over"
collect doc
is "$code $(status_of doc circuit)$(status_of doc failures) $(stored doc)" "0 closed 402" "one attempt that goes well closes it, and nothing is lost or stored twice"
done_testing
