#!/bin/bash
# efc collect and a TAXII server of other people: medallion (OASIS), behind nginx, which speaks TLS for it.
. "$(dirname "$0")/../support/tap.sh"
fresh_database collect_taxii
. "$source_dir/tests/support/feeds.sh"
medallion=$source_dir/var/medallion
version=3.0.0

# Kept in var/ for the next time. A package source that cannot be reached is no failure of this program.
medallion_install() {
    ! "$medallion/bin/python" -c 'import medallion' 2>/dev/null || return 0
    rm -rf "$medallion"
    timeout 60 python3 -m venv "$medallion" >"$scratch/install" 2>&1 &&
        timeout 120 "$medallion/bin/pip" install -q --disable-pip-version-check --retries 1 "medallion==$version" >>"$scratch/install" 2>&1
}
medallion_install || { skip "a TAXII server of other people" "medallion cannot be installed: $(tail -1 "$scratch/install" | tr '#\n' '  ')"; done_testing; }

# ---- the servers ----
web=$scratch/web
mkdir -p "$web/temp"
mapfile -t ports < <(python3 -c 'import socket
held = [socket.socket() for _ in range(2)]
for s in held: s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
place=https://localhost:${ports[0]}
collection=91a7b528-80eb-42ed-a74d-c6fbd5a26116
closed=52892447-4d7e-4f70-b94d-d7f22742ff63
cat >"$web/data.json" <<END
{"/discovery": {"title": "A TAXII server", "default": "$place/api/", "api_roots": ["$place/api/", "$place/empty/"]},
 "api": {"information": {"title": "root", "versions": ["application/taxii+json;version=2.1"], "max_content_length": 9765625},
  "status": [],
  "collections": [
   {"id": "$collection", "title": "Sites", "can_read": true, "can_write": true, "media_types": ["application/stix+json;version=2.1"], "objects": [], "manifest": []},
   {"id": "$closed", "title": "Closed", "can_read": false, "can_write": true, "media_types": ["application/stix+json;version=2.1"], "objects": [], "manifest": []}]},
 "empty": {"information": {"title": "empty", "versions": ["application/taxii+json;version=2.1"], "max_content_length": 9765625}, "status": [], "collections": []}}
END
cat >"$web/medallion.json" <<END
{"backend": {"module_class": "MemoryBackend", "module": "medallion.backends.memory_backend", "filename": "$web/data.json", "session_timeout": 1, "check_interval": 1},
 "users": {"reader": "opensesame"}, "taxii": {"max_page_size": 3}}
END
"$medallion/bin/medallion" --port "${ports[1]}" "$web/medallion.json" >"$web/medallion.log" 2>&1 &
medallion_pid=$!
on_exit 'kill "$medallion_pid" 2>/dev/null'
{
    [ "$(id -u)" != 0 ] || echo 'user root;'
    echo 'worker_processes 1; pid nginx.pid; error_log error.log warn; events { worker_connections 64; }'
    echo "http { log_format f '\$request_uri \$status'; access_log access.log f;"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path temp/$kind;"; done
    echo "server { listen 127.0.0.1:${ports[0]} ssl; ssl_certificate $scratch/certificates/server.pem; ssl_certificate_key $scratch/certificates/server.key;"
    echo "location / { proxy_pass http://127.0.0.1:${ports[1]}; } } }"
} >"$web/nginx.conf"
/usr/sbin/nginx -p "$web" -c nginx.conf 2>"$scratch/nginx.err" || { echo "Bail out! nginx does not start"; diag <"$scratch/nginx.err"; exit 3; }
on_exit 'kill "$(cat "$web/nginx.pid")" 2>/dev/null'

ask() { curl -s --cacert "$scratch/certificates/ca.pem" -u reader:opensesame -H 'Accept: application/taxii+json;version=2.1' "$@"; }
for _ in $(seq 100); do ! ask "$place/taxii2/" | grep -q 'A TAXII server' || break; sleep 0.1; done
[ -n "$(ask "$place/taxii2/" | grep 'A TAXII server')" ] || { echo "Bail out! medallion does not start"; tail -5 "$web/medallion.log" | diag; exit 3; }

# add FROM TO: indicators, added together
add() {
    python3 -c 'import json, sys, uuid
print(json.dumps({"objects": [{"type": "indicator", "spec_version": "2.1", "id": "indicator--%s" % uuid.UUID(int=n), "created": "2026-03-01T00:00:00.000Z",
    "modified": "2026-03-01T00:00:00.000Z", "pattern_type": "stix", "valid_from": "2026-03-01T00:00:00Z",
    "pattern": "[url:value = '"'"'https://t%d.example/'"'"']" % n} for n in range(int(sys.argv[1]), int(sys.argv[2]) + 1)]}))' "$1" "$2" |
        ask -H 'Content-Type: application/taxii+json;version=2.1' --data-binary @- "$place/api/collections/$collection/objects/" >/dev/null
}
asked() { grep -c "$1" "$web/access.log"; }
export EFC_TEST_PASSWORD=opensesame EFC_TEST_WRONG=wrong
login=('user: reader' 'password: env:EFC_TEST_PASSWORD' "${local_server[@]}")

# ---- a collection ----
add 1 4
add 5 11
taxii_profile sites "$place/taxii2/" Sites "${login[@]}"
collect sites
is "$code $(stored sites)" "0 11" "a collection is read page by page to its end"
is "$(asked '/objects/.*next=.* 200$')" 3 "by the server's own next"
collect sites
is "$code $(stored sites) $(sql "SELECT sum(duplicate) FROM submission WHERE partner_id = 'sites'")" "0 11 0" "when nothing was added, nothing comes"
add 12 13
collect sites
is "$code $(stored sites) $(sql "SELECT sum(accepted) || ' ' || sum(duplicate) FROM submission WHERE partner_id = 'sites'")" "0 13 13 0" "later only what was added after"

# ---- a server that forgets where it was ----
for round in $(seq 14 2 30); do add "$round" $((round + 1)); done
taxii_profile slow "$place/taxii2/" "$collection" "${login[@]}" 'limit_pages: "3"' 'api_root: /api/'
runs=0
while [ "$(stored slow)" != 31 ] && [ $runs -lt 15 ]; do
    collect slow
    runs=$((runs + 1))
    sleep 2.5
done
is "$(stored slow)" 31 "a collection of more pages than a run may take is read to its end ($runs runs)"
ok $(($(asked 'next=.* 400$') > 0 ? 0 : 1)) "though the server forgets its pages in between ($(asked 'next=.* 400$') times)"
is "$(sql "SELECT count(*) - count(DISTINCT source_ref) FROM record JOIN partner USING (partner_number) WHERE partner_id = 'slow'")" 0 "and nothing is there twice"

# ---- killed while a page is on its way: for this server it has been delivered ----
taxii_profile killed "$place/taxii2/" Sites "${login[@]}"
for i in 1 2 3 4 5 6 7 8; do
    "$EFC" collect --profiles "$profiles" --once --now --actor test killed >/dev/null 2>&1 &
    pid=$!
    before=$(asked 'objects/.* 200$')
    for _ in $(seq 200); do [ "$(asked 'objects/.* 200$')" -lt $((before + i % 4 + 1)) ] || break; sleep 0.01; done
    kill -9 "$pid"
    wait "$pid"
done 2>/dev/null
for _ in 1 2 3 4 5; do
    collect killed
    [ "$(stored killed)" != 31 ] || break
    sleep 1
done
is "$(stored killed) $(sql "SELECT count(*) - count(DISTINCT source_ref) FROM record JOIN partner USING (partner_number) WHERE partner_id = 'killed'")" "31 0" \
    "killed again and again: everything is there in the end, once"

# ---- what may go wrong ----
# wrong NAME WHY COLLECTION LINE…
wrong() {
    taxii_profile "$1" "$place/taxii2/" "$3" "${@:4}"
    collect "$1"
    is "$code $(stored "$1")" "1 0" "$1: fails"
    like "$(status_of "$1" last_error)" "$2" "$1: the status says why"
}
wrong password 'credentials \(HTTP 401\)' Sites 'user: reader' 'password: env:EFC_TEST_WRONG' "${local_server[@]}"
wrong collection 'no such collection' Places "${login[@]}"
wrong closed 'does not let us read' Closed "${login[@]}"
wrong root 'no such collection' Sites "${login[@]}" 'api_root: /empty/'
wrong nowhere '404' Sites "${login[@]}" 'api_root: /nowhere/'
done_testing
