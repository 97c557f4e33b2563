# feeds.sh: partners that offer feeds, and their profiles. Source it after tap.sh and fresh_database.
#
#   feed_start              feed_server.py over $feed; $feed_port, $feed_pid. Called again: on the same port
#   sftp_start              OpenSSH's sshd on a free port; status 1 when it cannot be had. Sets $sftp_login, lines for a profile
#   sshd_start              the same server again, after it was ended
#   profile NAME PLACE [LINE…]   a source of site reports as NDJSON, and its partner
#   local_server            lines that let a profile speak to feed_server.py
#   reports FROM TO         records, one a line
#   collect NAME…           one run of what is named, due or not
#   stored PARTNER          how many records are on file
#   status_of SOURCE COLUMN of efc collect status
#   requests PATTERN        how often feed_server.py was asked for such a path

profiles=$scratch/profiles feed=$scratch/feed
mkdir -p "$profiles" "$feed"
"$source_dir/tests/support/certificates.sh" "$scratch/certificates"
# shellcheck disable=SC2034 # for the test that sources this
local_server=("ca: $scratch/certificates/ca.pem" 'networks: [127.0.0.0/8]')
feed_port=0

feed_start() {
    local try
    : >"$scratch/port"
    for try in 1 2 3; do
        python3 "$source_dir/tests/support/feed_server.py" "$scratch/certificates/server.pem" "$scratch/certificates/server.key" "$feed" \
            "$feed_port" >"$scratch/port" 2>"$scratch/feed.err" &
        feed_pid=$!
        for _ in $(seq 50); do [ ! -s "$scratch/port" ] && kill -0 "$feed_pid" 2>/dev/null || break; sleep 0.1; done
        feed_port=$(cat "$scratch/port")
        [ -z "$feed_port" ] || return 0
    done
    echo "Bail out! the feed server does not start"
    diag <"$scratch/feed.err"
    exit 3
}
on_exit '[ -z "${feed_pid:-}" ] || kill "$feed_pid" 2>/dev/null'

# What sshd of Debian wants as root, and what is left behind by nobody else.
sshd_folder() {
    [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ] || return 0
    mkdir /run/sshd && on_exit 'rmdir /run/sshd 2>/dev/null'
}

sshd_start() {
    "$sshd" -D -f "$scratch/ssh/config" -E "$scratch/ssh/log" &
    sshd_pid=$!
    for _ in $(seq 50); do ! ssh-keyscan -p "$sftp_port" -t ed25519 127.0.0.1 2>/dev/null | grep -q ed25519 || return 0; sleep 0.1; done
    return 1
}

sftp_start() {
    sshd=$(command -v sshd || echo /usr/sbin/sshd)
    [ -x "$sshd" ] || return 1
    sshd_folder
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
MaxStartups 100
PidFile none
Subsystem sftp internal-sftp
END
    on_exit '[ -z "${sshd_pid:-}" ] || kill "$sshd_pid" 2>/dev/null; wait "$sshd_pid" 2>/dev/null'
    sftp_login=("user: $(id -un)" "ssh_key: file:$scratch/ssh/client" "host_keys: [\"$(ssh-keygen -l -f "$scratch/ssh/host.pub" | cut -d' ' -f2)\"]"
        'networks: [127.0.0.0/8]')
    sshd_start
}

profile() {
    local name=$1 path=$2
    shift 2
    {
        printf 'kind: site_report\nfields:\n  - {field: source_ref, column: id}\n  - {field: reported_at, column: at}\n  - {field: url, column: url}\n'
        printf 'collect:\n  from: %s\n  every: %s\n' "$path" "${every:-1h}"
        printf '  %s\n' "$@"
    } >"$profiles/$name.conf"
    "$EFC" partner add "${name%%.*}" --name "Partner ${name%%.*}" --kind hotline --country DE --actor admin 2>/dev/null
}

# json_at PATH NAME…: the profiles' pages are JSON documents with the records there
json_at() {
    local name path=$1
    shift
    for name in "$@"; do sed -i "1i format: json\nrecords_at: $path" "$profiles/$name.conf"; done
}

# taxii_profile NAME PLACE COLLECTION [LINE…]: the same from STIX objects
taxii_profile() {
    local name=$1
    profile "$name" "$2" "collection: $3" "${@:4}"
    sed -i -e 's/column: id/column: source_ref/' -e 's/column: at/column: reported_at/' -e '1i format: stix' "$profiles/$name.conf"
}

reports() { for i in $(seq "$1" "$2"); do printf '{"id":"R-%d","at":"2026-03-01T12:00:00Z","url":"https://shop%d.example/"}\n' "$i" "$i"; done; }
collect() { run "$EFC" collect --profiles "$profiles" --once --now --actor test "$@"; }
stored() { sql "SELECT count(*) FROM record JOIN partner USING (partner_number) WHERE partner_id = '$1'"; }
requests() { grep -c "$1" "$feed/requests" 2>/dev/null; }
status_of() { "$EFC" collect status --format json | python3 -c 'import json, sys
for row in json.load(sys.stdin):
    if row["source"] == sys.argv[1]: print(row[sys.argv[2]] or "")' "$1" "$2"; }
