#!/bin/bash
# efc collect against real servers: HTTPS and TAXII (tests/support/feed_server.py), OpenSSH's SFTP, a folder; hostile ones hurt themselves alone.
. "$(dirname "$0")/../support/tap.sh"
fresh_database collect
cd "$source_dir" || exit 3
profiles=$scratch/profiles feed=$scratch/feed
mkdir -p "$profiles" "$feed" "$scratch/inbox"
tests/support/certificates.sh "$scratch/certificates"
python3 tests/support/feed_server.py "$scratch/certificates/server.pem" "$scratch/certificates/server.key" "$feed" >"$scratch/port" 2>"$scratch/feed.err" &
on_exit "kill $! 2>/dev/null"
for _ in $(seq 50); do [ ! -s "$scratch/port" ] || break; sleep 0.1; done
port=$(cat "$scratch/port")
[ -n "$port" ] || { echo "Bail out! the feed server does not start"; diag <"$scratch/feed.err"; exit 3; }
export EFC_TEST_TOKEN=letmein

# profile NAME PATH [LINE…]: site reports as NDJSON with our own field names
profile() {
    local name=$1 path=$2
    shift 2
    {
        printf 'kind: site_report\nfields:\n  - {field: source_ref, column: id}\n  - {field: reported_at, column: at}\n  - {field: url, column: url}\n'
        printf 'collect:\n  from: %s\n  every: 1h\n' "$path"
        printf '  %s\n' "$@"
    } >"$profiles/$name.conf"
    "$EFC" partner add "${name%%.*}" --name "Partner ${name%%.*}" --kind hotline --country DE --actor admin 2>/dev/null
}
local_server=("ca: $scratch/certificates/ca.pem" 'networks: [127.0.0.0/8]')

# reports FROM TO: one a line
reports() { for i in $(seq "$1" "$2"); do printf '{"id":"R-%d","at":"2026-03-01T12:00:00Z","url":"https://shop%d.example/"}\n' "$i" "$i"; done; }
collect() { run "$EFC" collect --profiles "$profiles" --once --now --actor test "$@"; }
stored() { sql "SELECT count(*) FROM record JOIN partner USING (partner_number) WHERE partner_id = '$1'"; }
requests() { grep -c "$1" "$feed/requests" 2>/dev/null; }
status_of() { "$EFC" collect status --format json | python3 -c 'import json, sys
for row in json.load(sys.stdin):
    if row["source"] == sys.argv[1]: print(row[sys.argv[2]] or "")' "$1" "$2"; }

# ---- HTTPS: one document ----
reports 1 3 >"$feed/document.ndjson"
profile doc "https://localhost:$port/document" "${local_server[@]}"
collect doc
is "$code $(stored doc)" "0 3" "a document is fetched, stored and decoded"
collect doc
is "$code $(stored doc) $(requests 'document 304')" "0 3 1" "what has not changed is not sent again (ETag)"
reports 1 4 >"$feed/document.ndjson"
collect doc
is "$code $(stored doc)" "0 4" "what has changed is"
like "$("$EFC" collect status)" 'doc' "status shows the source"
run "$EFC" collect --profiles "$profiles" --once doc
is "$(requests '^/document')" 3 "what is not due is not fetched"

# ---- pages ----
reports 10 14 >"$feed/links"
profile links "https://localhost:$port/links" "${local_server[@]}" 'paging: link'
profile cursor "https://localhost:$port/cursor" "${local_server[@]}" 'paging: cursor' 'cursor_at: next' 'cursor_parameter: after'
sed -i '1i format: json\nrecords_at: data' "$profiles/cursor.conf"
collect links cursor
is "$code $(stored links) $(stored cursor)" "0 5 5" "pages are followed by links and by cursors"
reports 10 16 >"$feed/links"
collect links cursor
is "$code $(stored links) $(stored cursor)" "0 7 7" "and later the new ones are found, none of them twice"

# ---- TAXII ----
for i in 1 2 3 4 5; do
    printf '{"type":"indicator","spec_version":"2.1","id":"indicator--0c2f6b0e-0000-4000-8000-00000000000%d","created":"2026-03-0%dT00:00:00.000Z","pattern":"[url:value = '"'"'https://t%d.example/'"'"']"}\n' "$i" "$i" "$i"
done >"$feed/stix"
cat >"$profiles/taxii.conf" <<END
format: stix
kind: site_report
fields:
  - {field: source_ref, column: source_ref}
  - {field: reported_at, column: reported_at}
  - {field: url, column: url}
collect:
  from: https://localhost:$port/taxii/
  collection: 91a7b528-80eb-42ed-a74d-c6fbd5a26116
  every: 10m
  bearer: env:EFC_TEST_TOKEN
  ca: $scratch/certificates/ca.pem
  networks: [127.0.0.0/8]
END
"$EFC" partner add taxii --name T --kind police --country DE --actor admin
collect taxii
is "$code $(stored taxii)" "0 5" "a TAXII collection is read to its end"
before=$(requests objects)
collect taxii
is "$code $(stored taxii) $(($(requests 'added_after=2026-03-05') > 0))" "0 5 1" "and later only what was added after"
EFC_TEST_TOKEN=wrong collect taxii
is "$code" 1 "a token that is not accepted is a failure"
like "$(status_of taxii last_error)" 401 "that status names"
unlike "$out$err$("$EFC" collect status --format json)" 'letmein|"wrong"' "the secret is shown nowhere"

# ---- a folder ----
"$EFC" partner add box --name B --kind hotline --country DE --actor admin
profile box "$scratch/inbox" 'files: "*.ndjson"' 'settle: 0s'
reports 20 21 >"$scratch/inbox/a.ndjson"
reports 22 23 >"$scratch/inbox/b.ndjson"
reports 24 25 >"$scratch/inbox/c.ndjson.part"
echo '<html>' >"$scratch/inbox/d.ndjson"
collect box
is "$code $(stored box)" "1 4" "files of a folder are taken, one that is none of our formats is refused"
mv "$scratch/inbox/c.ndjson.part" "$scratch/inbox/c.ndjson"
collect box
is "$(stored box)" 6 "one that appears later is taken then, the others are remembered"

# ---- hostile servers ----
profile endless "https://localhost:$port/endless" "${local_server[@]}" 'limit_mib: "1"'
profile drip "https://localhost:$port/drip" "${local_server[@]}" 'limit_time: 2s'
profile short "https://localhost:$port/short" "${local_server[@]}"
profile inside "https://localhost:$port/inside" "${local_server[@]}"
profile nonsense "https://localhost:$port/nonsense" "${local_server[@]}"
profile loop "https://localhost:$port/loop" "${local_server[@]}" 'paging: cursor' 'cursor_at: next' 'cursor_parameter: after'
sed -i '1i format: json\nrecords_at: data' "$profiles/loop.conf"
profile private "https://localhost:$port/document" "ca: $scratch/certificates/ca.pem"
profile stranger "https://localhost:$port/document" 'networks: [127.0.0.0/8]'
reports 1 5 >"$feed/document.ndjson"
begun=$(date +%s)
collect
took=$(($(date +%s) - begun))
is "$code" 1 "a round with hostile sources says that something failed"
is "$(stored doc)" 5 "and the good source beside them is fetched all the same"
ok $((took < 60 ? 0 : 1)) "in $took s"
for source in endless drip short inside nonsense private stranger; do
    is "$(stored $source) $([ -n "$(status_of $source last_error)" ]; echo $?)" "0 0" "$source: nothing is stored and the status says why"
done
is "$(stored loop)" 0 "loop: a cursor that leads in a circle ends"
ok $(($(requests '^/loop') <= 3 ? 0 : 1)) "after $(requests '^/loop') requests"
like "$(status_of private last_error)" 'private|not public|address|network' "an address that is not public is refused when the profile does not name its network"

# ---- SFTP ----
sftp_start() {
    sshd=$(command -v sshd || echo /usr/sbin/sshd)
    [ -x "$sshd" ] || return 1
    mkdir -p "$scratch/ssh" "$scratch/outbox"
    chmod 755 "$scratch/outbox"
    ssh-keygen -q -t ed25519 -N '' -f "$scratch/ssh/host" && ssh-keygen -q -t ed25519 -N '' -f "$scratch/ssh/client" || return 1
    cp "$scratch/ssh/client.pub" "$scratch/ssh/authorized"
    sftp_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat >"$scratch/ssh/config" <<END
Port $sftp_port
ListenAddress 127.0.0.1
HostKey $scratch/ssh/host
AuthorizedKeysFile $scratch/ssh/authorized
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PermitRootLogin yes
PidFile none
Subsystem sftp internal-sftp
END
    [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
    "$sshd" -D -f "$scratch/ssh/config" -E "$scratch/ssh/log" &
    on_exit "kill $! 2>/dev/null"
    for _ in $(seq 50); do ! ssh-keyscan -p "$sftp_port" -t ed25519 127.0.0.1 2>/dev/null | grep -q ed25519 || return 0; sleep 0.1; done
    return 1
}
if sftp_start; then
    print=$(ssh-keygen -l -f "$scratch/ssh/host.pub" | cut -d' ' -f2)
    reports 30 31 >"$scratch/outbox/a.ndjson"
    reports 32 33 >"$scratch/outbox/b.ndjson.tmp"
    profile files "sftp://127.0.0.1:$sftp_port$scratch/outbox" "user: $(id -un)" "ssh_key: file:$scratch/ssh/client" \
        "host_keys: [\"$print\"]" 'networks: [127.0.0.0/8]' 'files: "*.ndjson"' 'settle: 0s' 'done: taken'
    collect files
    is "$code $(stored files)" "0 2" "a file of an SFTP server is taken"
    is "$(ls "$scratch/outbox" "$scratch/outbox/taken" 2>/dev/null | tr '\n' ' ' | grep -c 'b.ndjson.tmp.*taken.*a.ndjson')" 1 "and moved away; one that is still written is left"
    mv "$scratch/outbox/b.ndjson.tmp" "$scratch/outbox/b.ndjson"
    collect files
    is "$code $(stored files)" "0 4" "it is taken once it has its name"
    sed -i "s|SHA256:[^\"]*|SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA|" "$profiles/files.conf"
    reports 34 35 >"$scratch/outbox/c.ndjson"
    collect files
    is "$code $(stored files)" "1 4" "a server with another key is not spoken to"
    like "$(status_of files last_error)" 'key' "and the status says so"
else
    skip "SFTP" "sshd cannot be started here"
fi

# ---- killed at any moment ----
mkdir "$scratch/many"
for i in $(seq 40); do reports $((1000 + i * 10)) $((1009 + i * 10)) >"$scratch/many/f$i.ndjson"; done
profile many "$scratch/many" 'settle: 0s'
for i in $(seq 12); do
    "$EFC" collect --profiles "$profiles" --once --now --actor test many >/dev/null 2>&1 &
    pid=$!
    sleep "0.$((RANDOM % 60 + 10))"
    pkill -9 -P "$pid" 2>/dev/null
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
done
for _ in $(seq 5); do collect many; [ "$(stored many)" != 400 ] || break; sleep 2; done
is "$(stored many)" 400 "killed a dozen times: in the end every record is there"
is "$(sql "SELECT count(*) - count(DISTINCT (source_ref)) FROM record JOIN partner USING (partner_number) WHERE partner_id = 'many'")" 0 "and none twice"
is "$(sql "SELECT sum(accepted) || ' ' || sum(duplicate) FROM submission WHERE partner_id = 'many'")" "400 0" "no file was stored a second time"

# ---- as a service ----
"$EFC" collect --profiles "$profiles" --actor test doc >/dev/null 2>"$scratch/service.log" &
pid=$!
sleep 1
kill "$pid"
wait "$pid"
is "$?" 0 "SIGTERM ends it well"
done_testing
