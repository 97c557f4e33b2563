#!/bin/bash
# Servers that mean harm: each hurts its own source alone, and the status says what it did. No secret leaves for another server, and no
# address inside is connected to.
. "$(dirname "$0")/../support/tap.sh"
fresh_database collect_hostile
. "$source_dir/tests/support/feeds.sh"
feed_start
export EFC_TEST_TOKEN=letmein
server=https://localhost:$feed_port

# Another server, which is told nothing.
mkdir "$scratch/thief"
python3 "$source_dir/tests/support/feed_server.py" "$scratch/certificates/server.pem" "$scratch/certificates/server.key" "$scratch/thief" \
    >"$scratch/thief.port" 2>/dev/null &
thief_pid=$!
on_exit 'kill "$thief_pid" 2>/dev/null'
for _ in $(seq 50); do [ ! -s "$scratch/thief.port" ] || break; sleep 0.1; done
thief=$(cat "$scratch/thief.port")
[ -n "$thief" ] || { echo "Bail out! the other server does not start"; exit 3; }

expected=()
# hostile NAME PATH WHY [LINE…]: a source whose status must say WHY (a pattern)
hostile() {
    expected+=("$1|$3")
    profile "$1" "$server$2" 'bearer: env:EFC_TEST_TOKEN' "${local_server[@]}" "${@:4}"
}

reports 1 3 >"$feed/document.ndjson"
reports 1 5 >"$feed/links"
profile good "$server/document" 'bearer: env:EFC_TEST_TOKEN' "${local_server[@]}"

# ---- what comes has no end, or comes too late, or is cut ----
hostile endless /endless 'larger than limit_mib' 'limit_mib: "1"'
hostile bomb /bomb 'unpack|larger'
hostile headers /headers 'headers .* larger than 65536 bytes'
hostile drip /drip 'did not answer in time' 'limit_time: 2s'
hostile silent /silent 'did not answer in time' 'limit_time: 2s'
hostile hangup /hangup 'hangs up without an answer'
hostile short /short 'before the end that it has announced'
hostile chunk /chunk 'broke|before the end'
hostile lengths /lengths 'two lengths'
hostile coding /coding 'not asked for'
hostile nonsense /nonsense 'format|HTML|not'
hostile loop /loop 'circle|went round|same' 'paging: cursor' 'cursor_at: next' 'cursor_parameter: after'
unset 'expected[-1]' # a cursor that stays where it is has nothing behind it
json_at data loop

# ---- it leads elsewhere ----
for to in "out|https://localhost:$thief/document" 'loopback|https://127.0.0.1:1/' 'private|https://10.0.0.1/' 'metadata|https://169.254.169.254/' \
    "six|https://[::1]:$thief/document" "name|https://localhost:$feed_port/document" 'plain|http://localhost/' 'file|file:///etc/passwd'; do
    hostile "redirect-${to%%|*}" "/redirect?to=${to#*|}" 'a redirect, which is not followed'
done
for to in "out|https://localhost:$thief/document" "address|https://127.0.0.1:$feed_port/document" "short|//127.0.0.1:$thief/document" \
    "plain|http://localhost:$feed_port/document" 'file|file:///etc/passwd' "longer|https://localhost.evil.example:$feed_port/"; do
    hostile "link-${to%%|*}" "/linked?to=${to#*|}" 'next page stands on another server' 'paging: link'
done
for to in "out|https://localhost:$thief/taxii/api/" "plain|http://localhost:$feed_port/taxii/api/"; do
    expected+=("taxii-${to%%|*}|API root stands on another server")
    taxii_profile "taxii-${to%%|*}" "$server/discovery?to=${to#*|}" any 'bearer: env:EFC_TEST_TOKEN' "${local_server[@]}"
done

# ---- it stands inside, and its profile does not say that it may ----
for place in "four|https://127.0.0.1:$feed_port/document" "six|https://[::1]:$feed_port/document" "name|https://localhost:$feed_port/document" \
    "mapped|https://[::ffff:127.0.0.1]:$feed_port/document" "number|https://2130706433:$feed_port/document" "octal|https://0177.1:$feed_port/document" \
    "zero|https://0.0.0.0:$feed_port/document" 'private|https://10.0.0.1/' 'metadata|https://169.254.169.254/latest/'; do
    expected+=("inside-${place%%|*}|a network that is not permitted")
    profile "inside-${place%%|*}" "${place#*|}" 'bearer: env:EFC_TEST_TOKEN' "ca: $scratch/certificates/ca.pem"
done
expected+=('inside-sftp|a network that is not permitted')
profile inside-sftp "sftp://localhost:$feed_port/x" 'user: u' 'password: env:EFC_TEST_TOKEN' 'host_keys: ["SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]'
expected+=('not-sftp|does not speak SSH')
profile not-sftp "sftp://localhost:$feed_port/x" 'user: u' 'password: env:EFC_TEST_TOKEN' 'host_keys: ["SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]' \
    'networks: [127.0.0.0/8]' 'limit_time: 3s'

# ---- one round with all of them ----
begun=$SECONDS
collect
took=$((SECONDS - begun))
is "$code" 1 "a round with hostile sources says that something failed"
is "$(stored good)" 3 "and the good source beside them is fetched all the same"
ok $((took < 60 ? 0 : 1)) "in $took s"
"$EFC" collect status --format json >"$scratch/status"
errors=$(python3 -c 'import json, sys
for row in json.load(sys.stdin): print(row["source"], row["last_error"] or "", sep="|")' <"$scratch/status")
for row in "${expected[@]}"; do
    source=${row%%|*}
    like "$(grep "^$source|" <<<"$errors" | cut -d'|' -f2-)" "${row#*|}" "$source: the status says why"
done
is "$(sql "SELECT string_agg(DISTINCT partner_id, ' ') FROM record JOIN partner USING (partner_number)")" good "nothing that a hostile server gave is stored"
is "$(grep '^loop|' <<<"$errors")" 'loop|' "a cursor that leads to itself is the end"
ok $(($(requests '^/loop') <= 3 ? 0 : 1)) "after $(requests '^/loop') requests"
is "$(cat "$scratch/thief/requests" 2>/dev/null)" "" "no other server was asked for anything"
is "$(grep -c '^/document' "$feed/requests")" 1 "nor was this one, but by the source that may"
unlike "$out$err$(cat "$scratch/status")" letmein "the secret is shown nowhere"
is "$(sql "SELECT count(*) FROM source WHERE next_at <= now() AND source_id <> 'good' AND failed_at IS NOT NULL")" 0 "each is left alone for a while"
done_testing
