#!/bin/bash
# What hostile and clumsy clients send to the push API, through the real nginx and past it.
. "$(dirname "$0")/../support/tap.sh"
fresh_database serve_hostile
. "$(dirname "$0")/../support/serve.sh"

serve_start EFC_HTTP_BODY=2 EFC_HTTP_BODY_TIME=3 EFC_HTTP_FAILURES=6
nginx_start
one=$(token_add bank-one submit read withdraw)
token=$one
submit='/v1/submissions?record_kind=merchant_flag'
csv=(-H 'Content-Type: text/csv' --data-binary)
merchants 5 >"$scratch/a.csv"

# ---- media ----
for type in 'text/plain' 'application/pdf' 'text/csv; charset=latin1' 'text' '' 'text/csv; charset="utf-8'; do
    ask POST "$submit" -H "Content-Type: $type" --data-binary "@$scratch/a.csv"
    is "$status $(field pointer)" "415 /header/Content-Type" "the type '$type' is not taken"
done
for encoding in br deflate 'gzip, gzip'; do
    ask POST "$submit" -H "Content-Encoding: $encoding" "${csv[@]}" "@$scratch/a.csv"
    is "$status $(field pointer)" "415 /header/Content-Encoding" "the encoding '$encoding' is not taken"
done
ask POST "$submit" -H 'Content-Encoding: gzip' -F "file=@$scratch/a.csv"
is "$status" 415 "a gzipped form is not taken"
ask POST "$submit" -H 'Content-Type: multipart/form-data' --data-binary "@$scratch/a.csv"
is "$status $(field pointer)" "400 /header/Content-Type" "a form needs a boundary"
ask POST "$submit" -H 'Content-Type: multipart/form-data; boundary=x' --data-binary "@$scratch/a.csv"
is "$status $(field pointer)" "422 /body" "a form without its boundary is refused"
ask POST "$submit" "${csv[@]}" ''
is "$status $(field pointer)" "422 /body" "an empty body is refused"
ask POST /v1/submissions "${csv[@]}" "@$scratch/a.csv"
is "$status $(field pointer)" "400 /query/record_kind" "the kind must be named"
ask POST "$submit&record_kind=site_report" "${csv[@]}" "@$scratch/a.csv"
is "$status $(field pointer)" "400 /query/record_kind" "once"
ask POST '/v1/submissions?record_kind=victim' "${csv[@]}" "@$scratch/a.csv"
is "$status $(field pointer)" "400 /query/record_kind" "and be one of the five"

# ---- broken and too large ----
merchants 5000 >"$scratch/b.csv"
gzip -kn "$scratch/b.csv"
head -c 5000 "$scratch/b.csv.gz" >"$scratch/cut.gz"
ask POST "$submit" -H 'Content-Encoding: gzip' "${csv[@]}" "@$scratch/cut.gz"
is "$status $(field pointer)" "422 /body" "a gzip stream that stops before its end is refused"
{ merchants 1; yes "$(merchants 1 | tail -1)"; } | head -c 400000000 | gzip -9 >"$scratch/bomb.gz"
before=$(awk '/VmHWM/ { print $2 }' "/proc/$serve_pid/status")
ask POST "$submit" -H 'Content-Encoding: gzip' "${csv[@]}" "@$scratch/bomb.gz"
is "$status $(field pointer)" "413 /body" "a gzip bomb is refused"
grown=$(($(awk '/VmHWM/ { print $2 }' "/proc/$serve_pid/status") - before))
ok "$([ "$grown" -lt 40000 ]; echo $?)" "and does not take memory"
diag <<<"$grown kB for 400 MB in $(stat -c %s "$scratch/bomb.gz") bytes"
merchants 40000 >"$scratch/large"
ask POST "$submit" "${csv[@]}" "@$scratch/large"
is "$status $(field pointer)" "413 /header/Content-Length" "a body larger than the limit is refused by its announced length"
ask POST "$submit" "${csv[@]}" "@$scratch/large" -H 'Transfer-Encoding: chunked'
is "$status $(field pointer)" "413 /body" "or where it passes the limit"
most_seconds=30 ask GET /v1/openapi.json --data-binary "@$scratch/large"
is "$status $(field pointer)" "400 /body" "a body where none belongs is refused"
{ printf 'x'; merchants 2; } >"$scratch/nohead.csv"
ask POST "$submit" "${csv[@]}" "@$scratch/nohead.csv"
is "$status" 422 "a table that is not of the kind is refused as a whole"
is "$(sql 'SELECT count(*) FROM submission')" 0 "nothing of all this is stored"

# ---- a card number ----
{ merchants 1; echo 'MF-9,2026-03-01T12:00:00Z,chargebacks,412345,SHOP9,Paid with 4111111111111111,help@shop9.example'; } >"$scratch/card.csv"
ask POST "$submit" "${csv[@]}" "@$scratch/card.csv"
is "$status" 201 "a card number does not keep a record from being taken"
place=$(header Location)
ask GET "$place/problems"
unlike "$body$(cat "$scratch/serve.log")" 4111111111111111 "and is repeated in no answer and no log"
is "$(pg_dump -d "$EFC_DB" --data-only 2>/dev/null | grep -c 4111111111111111)" 0 "nor in the database"

# ---- raw bytes: what nginx must not let through, and what efc refuses by itself ----
# raw [tls|plain] reads a request from stdin, sends it and prints the status of each answer that comes back
cat >"$scratch/raw.py" <<'P'
import socket, ssl, sys, re
how, where, ca = sys.argv[1:4]
if how == "tls":
    port = int(where.rsplit(":", 1)[1])
    s = ssl.create_default_context(cafile=ca).wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
else:
    s = socket.socket(socket.AF_UNIX)
    s.connect(where)
s.settimeout(4)
s.sendall(sys.stdin.buffer.read())
got = b""
try:
    while True:
        piece = s.recv(65536)
        if not piece:
            break
        got += piece
        if len(re.findall(rb"^HTTP/1\.1 \d+", got, re.M)) and got.count(b"request_id") + got.count(b'"status":"alive"') >= len(re.findall(rb"^HTTP/1\.1 \d+", got, re.M)):
            s.settimeout(0.7)
except (socket.timeout, ConnectionError, ssl.SSLError):
    pass
print(" ".join(m.decode() for m in re.findall(rb"^HTTP/1\.1 (\d+)", got, re.M)) or "closed")
P
raw() { python3 "$scratch/raw.py" "$1" "$([ "$1" = tls ] && echo "$url" || echo "$socket")" "$scratch/certificates/ca.pem"; }
line='POST /v1/submissions?record_kind=merchant_flag HTTP/1.1\r\n'
auth="Authorization: Bearer $one\r\nContent-Type: text/csv\r\n"
inner="GET $place HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer $one\r\n\r\n"

declare -A probes=(
    ["Content-Length beside Transfer-Encoding"]="${line}Host: localhost\r\n${auth}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$inner"
    ["two Hosts"]="${line}Host: localhost\r\nHost: other.example\r\n${auth}Content-Length: 0\r\n\r\n"
    ["two lengths"]="${line}Host: localhost\r\n${auth}Content-Length: 0\r\nContent-Length: 60\r\n\r\n$inner"
    ["a NUL in a header"]="${line}Host: localhost\r\n${auth}X-Any: a\0b\r\nContent-Length: 0\r\n\r\n"
    ["a length that is no number"]="${line}Host: localhost\r\n${auth}Content-Length: +6\r\n\r\nabcdef$inner"
    ["a folded header"]="${line}Host: localhost\r\n${auth}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n$inner"
    ["a transfer encoding that is none"]="${line}Host: localhost\r\n${auth}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n$inner"
    ["a chunk size that is none"]="${line}Host: localhost\r\n${auth}Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n$inner"
    ["no Host"]="${line}${auth}Content-Length: 0\r\n\r\n"
)
for name in "${!probes[@]}"; do
    answers=$(printf '%b' "${probes[$name]}" | raw tls)
    like "$answers" '^(400|501|closed)$' "through nginx, $name is one refused request and no second one ($answers)"
done
for name in "Content-Length beside Transfer-Encoding" "two Hosts" "two lengths"; do
    answers=$(printf '%b' "${probes[$name]}" | raw plain)
    like "$answers" '^(400|closed)( |$)' "efc itself refuses $name"
done
space="POST $submit HTTP/1.1\r\nHost: localhost\r\n${auth}Content-Length : 6\r\n\r\nabcdef$inner"
unlike "$(printf '%b' "$space" | raw tls)" '200' "a space before the colon smuggles nothing"
for path in '/v1/submissions/%00' '/v1/submissions/%c3%28' '/v1/submissions/%zz' '/v1/../metrics' '/v1/%2e%2e/metrics' '//v1//openapi.json' '/v1/records/merchant_flag/'; do
    ask GET "$path" --path-as-is
    like "$status" '^(400|403|404|405)$' "the path $path leads nowhere ($status)"
done
ask GET /v1/openapi.json -H "X-Large: $(head -c 9000 /dev/zero | tr '\0' x)"
is "$status" 400 "a header field that is too long is refused"
ask GET /metrics
is "$status" 200 "it still stands"

# ---- slow ----
cat >"$scratch/drip.py" <<'P'
import socket, ssl, sys, time
port, ca, token = int(sys.argv[1].rsplit(":", 1)[1]), sys.argv[2], sys.argv[3]
s = ssl.create_default_context(cafile=ca).wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
s.sendall(f"POST /v1/submissions?record_kind=merchant_flag HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: text/csv\r\nContent-Length: 10000\r\n\r\n".encode())
began = time.monotonic()
s.settimeout(0.3)
while time.monotonic() - began < 15:
    try:
        s.sendall(b"x")
        answer = s.recv(4096)
        print(answer[:12].decode(), int(time.monotonic() - began) <= 6)
        break
    except socket.timeout:
        pass
    except (ConnectionError, ssl.SSLError) as e:
        print(type(e).__name__)
        break
P
is "$(python3 "$scratch/drip.py" "$url" "$scratch/certificates/ca.pem" "$one")" "HTTP/1.1 408 True" \
    "a body that drips in is cut off at its deadline, however busy it looks"
timeout 1 curl -s --limit-rate 20k --cacert "$scratch/certificates/ca.pem" -H "Authorization: Bearer $one" "${csv[@]}" "@$scratch/b.csv" "$url$submit" >/dev/null
sleep 1
is "$(sql "SELECT count(*) FROM submission")" 1 "a client that goes away in the middle leaves nothing"
like "$(cat "$scratch/serve.log")" '"route":"submission_put".*"status":0' "and the log says that it went away"

# ---- guessing ----
token=efc_0123456789abcdef_0123456789012345678901234567890123456789012
for _ in $(seq 6); do ask GET "$place"; done
is "$status" 401 "a few wrong tokens are answered one by one"
ask GET "$place"
is "$status $(header Retry-After)" "429 60" "then the address has to wait"
token=$one
ask GET "$place"
is "$status" 429 "whatever it shows"
ask GET /health
is "$status" 200 "what needs no token goes on"

# ---- no space ----
serve_stop
is "$serve_code" 0 "it stops well after all this"
serve_start EFC_FREE_SPACE_PATH=/ EFC_FREE_SPACE=1048576
ask POST "$submit" "${csv[@]}" "@$scratch/b.csv"
is "$status $(field type) $(header Retry-After)" "507 urn:efc:problem:full 60" "without space a submission is refused before it is read"
ask GET /ready
is "$status" 507 "and /ready says so"
ask GET "$place"
is "$status" 200 "what is there can be read"
serve_stop
no_reports
done_testing
