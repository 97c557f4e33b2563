#!/bin/bash
# efc collect: HTTPS and TAXII (tests/support/feed_server.py), OpenSSH's SFTP, a folder. Hostile servers: collect_hostile.sh; nginx: collect_nginx.sh.
. "$(dirname "$0")/../support/tap.sh"
fresh_database collect
cd "$source_dir" || exit 3
. tests/support/feeds.sh
mkdir "$scratch/inbox"
feed_start
export EFC_TEST_TOKEN=letmein

# ---- HTTPS: one document ----
reports 1 3 >"$feed/document.ndjson"
profile doc "https://localhost:$feed_port/document" "${local_server[@]}"
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
profile links "https://localhost:$feed_port/links" "${local_server[@]}" 'paging: link'
profile cursor "https://localhost:$feed_port/cursor" "${local_server[@]}" 'paging: cursor' 'cursor_at: next' 'cursor_parameter: after'
json_at data cursor
collect links cursor
is "$code $(stored links) $(stored cursor)" "0 5 5" "pages are followed by links and by cursors"
reports 10 16 >"$feed/links"
collect links cursor
is "$code $(stored links) $(stored cursor)" "0 7 7" "and later the new ones are found, none of them twice"

# ---- TAXII ----
for i in 1 2 3 4 5; do
    printf '{"type":"indicator","spec_version":"2.1","id":"indicator--0c2f6b0e-0000-4000-8000-00000000000%d","created":"2026-03-0%dT00:00:00.000Z","pattern":"[url:value = '"'"'https://t%d.example/'"'"']"}\n' "$i" "$i" "$i"
done >"$feed/stix"
taxii_profile taxii "https://localhost:$feed_port/taxii/" 91a7b528-80eb-42ed-a74d-c6fbd5a26116 'bearer: env:EFC_TEST_TOKEN' "${local_server[@]}"
collect taxii
is "$code $(stored taxii)" "0 5" "a TAXII collection is read to its end"
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

# ---- a container of several files ----
mkdir -p "$scratch/bags"
profile bag "$scratch/bags" 'files: "*.zip"' 'settle: 0s'
sed -i -e 's/^kind: .*/file_kinds: ["reports*=site_report", "bought*=test_purchase"]/' -e 's/^collect:/  - {field: purchased_at, column: at, kind: test_purchase}\n  - {field: site_url, column: url, kind: test_purchase}\n  - {field: amount, constant: "19.95", kind: test_purchase}\n  - {field: currency, constant: EUR, kind: test_purchase}\n&/' \
    -e 's/\(field: reported_at, .*\)}/\1, kind: site_report}/' -e 's/\(field: url, .*\)}/\1, kind: site_report}/' "$profiles/bag.conf"
reports 40 41 >"$scratch/reports-1.ndjson"
reports 42 44 >"$scratch/reports-2.ndjson"
reports 45 45 >"$scratch/bought.ndjson"
python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as out:
    for name in sys.argv[2:]: out.write(name, name.split("/")[-1])' "$scratch/bags/june.zip" "$scratch/reports-1.ndjson" "$scratch/reports-2.ndjson" "$scratch/bought.ndjson"
collect bag
is "$code $(stored bag)" "0 6" "the files in a ZIP are taken, each as the kind that its name tells"
is "$(sql "SELECT string_agg(record_kind || ' ' || records || ' ' || array_to_string(members, '+'), ', ' ORDER BY record_kind) FROM submission WHERE partner_id = 'bag'")" \
    "site_report 5 reports-1.ndjson+reports-2.ndjson, test_purchase 1 bought.ndjson" "a submission for each kind, with the files that are of it"

# ---- SFTP ----
if sftp_start; then
    reports 30 31 >"$scratch/outbox/a.ndjson"
    reports 32 33 >"$scratch/outbox/b.ndjson.tmp"
    profile files "sftp://127.0.0.1:$sftp_port$scratch/outbox" "${sftp_login[@]}" 'files: "*.ndjson"' 'settle: 0s' 'done: taken'
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

# ---- two processes at once ----
profile held "https://localhost:$feed_port/held" "${local_server[@]}"
"$EFC" collect --profiles "$profiles" --once --actor test held >"$scratch/first" 2>/dev/null &
pid=$!
for _ in $(seq 100); do [ "$(requests '^/held 0')" = 0 ] || break; sleep 0.1; done
collect held
like "$out" ' 0 failed, 1 busy' "a source that one process is fetching is left alone by another"
timeout -s TERM 4 "$EFC" collect --profiles "$profiles" --actor test held >"$scratch/second" 2>/dev/null
tries=$(sed -n 's/.* \([0-9]*\) busy.*/\1/p' "$scratch/second")
ok $((tries >= 1 && tries <= 5 ? 0 : 1)) "which looks again now and then, not without pause ($tries times in 4 s)"
touch "$feed/go"
wait "$pid"
is "$? $(requests '^/held 0') $(stored held)" "0 1 4" "and what is fetched is fetched once"

# ---- as a service ----
"$EFC" collect --profiles "$profiles" --actor test doc >/dev/null 2>"$scratch/service.log" &
pid=$!
sleep 1
kill "$pid"
wait "$pid"
is "$?" 0 "SIGTERM ends it well"
done_testing
