# faults.sh: partners that send without pause, and everything under them that dies. Source it after tap.sh.
#
#   faults_begin [PROGRAM]    a cluster of its own on a small disk, nginx, efc serve, two clients of the push API, one of efc ingest;
#                             PROGRAM takes the place of efc
#   fault_KIND                one fault and its repair: serve, ingest, nginx, backend, database, disk, network
#   fault_kinds               the kinds that can be had here
#   faults_end                lets the clients finish, and ends everything but the database
#   check_journals            what is wrong with what is on file, one finding a line; its status is 1 when anything is

. "$(dirname "${BASH_SOURCE[0]}")/serve.sh"
disk_mib=512

database() { EFC_CLUSTER=$faults_dir/disk/cluster "$source_dir/scripts/db" "$1" 2>>"$faults_dir/db.log"; }
pause() { sleep "0.$(printf '%03d' $((RANDOM % ${1:-500})))"; }
answers() { psql -X -d "$EFC_DB" -qtAc 'SELECT 1' >/dev/null 2>&1; }
until_it_answers() { for _ in $(seq 300); do ! answers || return 0; sleep 0.1; done; echo "# the database does not come back"; }

faults_begin() {
    faults_dir=$scratch/faults$((faults_number = ${faults_number:-0} + 1))
    program=$EFC
    mkdir -p "$faults_dir/disk" "$faults_dir/sent"
    chmod 755 "$faults_dir"
    faults_mounted=
    ! mount -t tmpfs -o "size=${disk_mib}m" tmpfs "$faults_dir/disk" 2>/dev/null || faults_mounted=1
    on_exit "faults_remove '$faults_dir' '$faults_mounted'"
    EFC_DB=$(database start) || { echo "Bail out! no database"; exit 3; }
    export EFC_DB
    psql -X -q -d "$EFC_DB" -c "ALTER SYSTEM SET max_wal_size = '64MB'" -c "ALTER SYSTEM SET min_wal_size = '32MB'" -c 'SELECT pg_reload_conf()' >/dev/null
    "$EFC" db init >/dev/null || { echo "Bail out! no schema"; exit 3; }
    export EFC_CHUNK_RECORDS=15
    token=$(token_add bank-one submit read)
    token_add bank-file submit >/dev/null
    EFC=${1:-$EFC}
    serve_start EFC_HTTP_LATER=1
    [ -n "${url:-}" ] || nginx_start
    clients=()
    for n in 1 2; do
        client_start "push$n" --seed "$n" --url "$url" --ca "$scratch/certificates/ca.pem" --token "$token"
    done
    client_start file --seed 3 --efc "$EFC"
    ingest_client=${clients[2]}
    EFC=$program
}

# Throws a cluster away before the end.
faults_over() { faults_remove "$faults_dir" "$faults_mounted"; }

faults_remove() {
    local pid
    for pid in "${clients[@]}"; do kill "$pid" 2>/dev/null; done
    EFC_CLUSTER=$1/disk/cluster "$source_dir/scripts/db" remove 2>/dev/null
    [ -z "$2" ] || ! mountpoint -q "$1/disk" || umount "$1/disk"
}

client_start() {
    local name=$1
    shift
    python3 "$source_dir/tests/fault/client.py" --journal "$faults_dir/$name.journal" --folder "$faults_dir/sent" --stop "$faults_dir/stop" \
        --rows 20 "$@" >"$faults_dir/$name.log" 2>&1 &
    clients+=($!)
}

# ---- faults ----

serve_again() { EFC=${seeded:-$program} serve_start "EFC_HTTP_LATER=$((RANDOM % 2))"; }
serve_lives() { [ -n "${serve_pid:-}" ] && kill -0 "$serve_pid" 2>/dev/null; }

fault_serve() { serve_kill; serve_again; }

fault_ingest() {
    local pid
    for pid in $(pgrep -P "$ingest_client" '^efc'); do kill -9 "$pid" 2>/dev/null; done
    true
}

nginx_again() { /usr/sbin/nginx -p "$nginx_dir" -c nginx.conf 2>>"$scratch/nginx.err"; }

# A worker, which its master replaces; or all of it.
fault_nginx() {
    local master workers
    master=$(cat "$nginx_dir/nginx.pid" 2>/dev/null)
    [ -n "$master" ] || { nginx_again; return; }
    workers=$(pgrep -P "$master")
    if [ $((RANDOM % 2)) = 0 ]; then
        kill -9 "$(shuf -n1 <<<"$workers")"
    else
        kill -9 "$master" $workers
        rm -f "$nginx_dir/nginx.pid"
        sleep 0.1
        nginx_again
    fi
}

fault_backend() {
    local pid
    pid=$(sql "SELECT pid FROM pg_stat_activity WHERE application_name = 'efc' ORDER BY (state <> 'idle') DESC, random() LIMIT 1")
    [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null
    until_it_answers
}

fault_database() {
    database crash
    pause 300
    database start >/dev/null
}

fault_disk() {
    local free
    free=$(df --output=avail -B1 "$faults_dir/disk" | tail -1)
    fallocate -l $((free - RANDOM * 16)) "$faults_dir/disk/ballast" 2>/dev/null
    pause 600
    rm -f "$faults_dir/disk/ballast"
    answers || database start >/dev/null
    until_it_answers
}

fault_network() { sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'efc'" >/dev/null 2>&1; }

fault_kinds() { echo "serve ingest nginx backend database network${faults_mounted:+ disk}"; }

# ---- the end ----

faults_end() {
    local pid status=0 ended
    touch "$faults_dir/stop"
    answers || database start >/dev/null
    serve_lives || serve_again
    for pid in "${clients[@]}"; do
        wait "$pid"
        ended=$?
        [ "$ended" = 0 ] || { status=1; echo "# a client ended with $ended"; }
    done
    [ "$status" = 0 ] || tail -n 3 "$faults_dir"/*.log | diag
    clients=()
    serve_kill
    return $status
}

check_journals() { python3 "$source_dir/tests/fault/checker.py" "$faults_dir"/*.journal; }
