#!/usr/bin/env python3
"""A partner's server for tests: HTTPS on a free port of localhost, with good feeds and hostile ones.

    feed_server.py CERTIFICATE KEY FOLDER [PORT]

Prints its port (a free one when none is named), then serves until it is killed. FOLDER/requests gets a line for each
request: path, status, and whether it came with a secret.

    /document            FOLDER/document.ndjson, with an ETag
    /links?page=N        pages of FOLDER/links (one record a line), led on by the header Link
    /cursor?after=N      the same as {"data": [...], "next": N}
    /growing/NAME/links?after=N     of FOLDER/NAME, which grows: there is always a next page, in the end an empty one
    /growing/NAME/cursor?after=N    the same with a cursor
    /held                the document, once there is a file FOLDER/go
    /taxii/              TAXII 2.1: discovery, one API root, one collection of FOLDER/stix (one object a line)

What a hostile server does:

    /endless /headers /bomb    a body, headers, an unpacked body without an end
    /drip /silent /hangup      a body byte by byte, no answer, the end of the connection
    /short /lengths /chunk     fewer bytes than announced, two lengths, a chunk that breaks off
    /coding                    a coding that was not asked for
    /redirect?to=URL           a redirect
    /linked?to=URL             a first page, whose next one is to stand there
    /discovery?to=URL          a TAXII server, whose API root is to stand there
    /nonsense /loop            a page for people; a cursor that goes round
"""
import hashlib
import http.server
import json
import os
import ssl
import sys
import time
import urllib.parse
import zlib

PAGE = int(os.environ.get("FEED_PAGE", "2"))
TAXII = "application/taxii+json;version=2.1"


class Feed(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def note(self, status):
        with open(os.path.join(self.server.folder, "requests"), "a") as out:
            out.write("%s %d%s\n" % (self.path, status, " with a secret" if "Authorization" in self.headers else ""))

    def lines(self, name):
        with open(os.path.join(self.server.folder, name)) as text:
            return [line for line in text.read().rpartition("\n")[0].split("\n") if line]

    def answer(self, body, kind="application/json", status=200, **headers):
        body = body.encode()
        self.note(status)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_document(self, _):
        with open(os.path.join(self.server.folder, "document.ndjson")) as text:
            body = text.read()
        tag = '"%s"' % hashlib.sha256(body.encode()).hexdigest()[:16]
        if self.headers.get("If-None-Match") == tag:
            self.note(304)
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
        else:
            self.answer(body, "application/x-ndjson", ETag=tag)

    def do_held(self, _):
        self.note(0)
        while not os.path.exists(os.path.join(self.server.folder, "go")):
            time.sleep(0.05)
        self.answer("".join(line + "\n" for line in self.lines("document.ndjson")), "application/x-ndjson")

    def do_links(self, query):
        lines, page = self.lines("links"), int(query.get("page", ["0"])[0])
        headers = {}
        if (page + 1) * PAGE < len(lines):
            headers["Link"] = '</links?page=%d>; rel="next"' % (page + 1)
        self.answer("".join(line + "\n" for line in lines[page * PAGE:(page + 1) * PAGE]), "application/x-ndjson", **headers)

    def do_cursor(self, query):
        lines, after = self.lines("links"), int(query.get("after", ["0"])[0])
        page = lines[after:after + PAGE]
        self.answer('{"data": [%s], "next": %s}' % (",".join(page), after + len(page) if after + PAGE < len(lines) else "null"))

    def do_growing(self, query):
        _, _, name, way = urllib.parse.urlsplit(self.path).path.split("/")
        after = int(query.get("after", ["0"])[0])
        page = self.lines(name)[after:after + PAGE]
        after += len(page)
        if way == "cursor":
            self.answer('{"data": [%s], "next": %d}' % (",".join(page), after))
        else:
            self.answer("".join(line + "\n" for line in page), "application/x-ndjson",
                        Link='</growing/%s/links?after=%d>; rel="next"' % (name, after))

    def do_taxii(self, query):
        path = urllib.parse.urlsplit(self.path).path
        if self.headers.get("Authorization") != "Bearer letmein":
            self.answer("{}", TAXII, 401)
        elif path == "/taxii/":
            self.answer('{"title": "test", "default": "/taxii/api/", "api_roots": ["/taxii/api/"]}', TAXII)
        elif path == "/taxii/api/":
            self.answer('{"title": "root", "versions": ["%s"], "max_content_length": 1000000}' % TAXII, TAXII)
        elif path == "/taxii/api/collections/":
            self.answer('{"collections": [{"id": "91a7b528-80eb-42ed-a74d-c6fbd5a26116", "title": "sites", "can_read": true,'
                        '"can_write": false, "media_types": ["application/stix+json;version=2.1"]}]}', TAXII)
        else:
            objects = [json.loads(line) for line in self.lines("stix")]
            after = query.get("added_after", [""])[0]
            objects = [one for one in objects if one["created"] > after]
            start = int(query.get("next", ["0"])[0])
            page = objects[start:start + PAGE]
            more = start + PAGE < len(objects)
            body = {"more": more, "objects": page}
            if more:
                body["next"] = str(start + PAGE)
            headers = {}
            if page:
                headers = {"X_TAXII_Date_Added_First": page[0]["created"], "X_TAXII_Date_Added_Last": page[-1]["created"]}
            self.answer(json.dumps(body), TAXII, **headers)

    def begin(self, **headers):
        self.note(200)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def do_endless(self, _):
        self.begin(Connection="close")
        while True:
            self.wfile.write(b'{"id":"x"}\n' * 10000)

    def do_drip(self, _):
        self.begin(Connection="close")
        while True:
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.2)

    def do_headers(self, _):
        self.note(200)
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")

    def do_bomb(self, _):
        self.begin(Connection="close", Content_Encoding="gzip")
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        while True:
            self.wfile.write(packer.compress(b'{"id":"x"}\n' * 100000))

    def do_silent(self, _):
        self.note(0)
        time.sleep(60)

    def do_hangup(self, _):
        self.note(0)
        self.close_connection = True

    def do_lengths(self, _):
        self.note(200)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\n" + b"x" * 50)
        self.close_connection = True

    def do_chunk(self, _):
        self.begin(Transfer_Encoding="chunked")
        self.wfile.write(b"1000\r\n" + b'{"id":"x"}\n')
        self.close_connection = True

    def do_coding(self, _):
        self.answer("{}", Content_Encoding="br")

    def do_redirect(self, query):
        self.answer("", status=302, Location=query["to"][0])

    def do_linked(self, query):
        self.answer("".join(line + "\n" for line in self.lines("links")[:PAGE]), "application/x-ndjson",
                    Link='<%s>; rel="next"' % query["to"][0])

    def do_discovery(self, query):
        self.answer(json.dumps({"title": "t", "default": query["to"][0], "api_roots": query["to"]}), TAXII)

    def do_short(self, _):
        self.begin(Content_Length="100000")
        self.wfile.write(b'{"id":"x"}\n')
        self.close_connection = True

    def do_nonsense(self, _):
        self.answer("<html>moved</html>", "text/html")

    def do_loop(self, _):
        self.answer('{"data": [], "next": 7}')

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        try:
            getattr(self, "do_" + url.path.split("/")[1])(urllib.parse.parse_qs(url.query))
        except AttributeError:
            self.answer("{}", status=404)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    def log_message(self, *_):
        pass


def main():
    certificate, key, folder, port = (sys.argv[1:] + ["0"])[:4]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Feed)
    server.daemon_threads = True
    server.folder = folder
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
