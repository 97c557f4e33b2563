#!/usr/bin/env python3
"""A partner that keeps a journal: what it is about to send, then the receipt that it got, each line on the disk before it goes on.

    client.py --journal FILE --folder DIR --stop FILE [--seed N] [--rows N] (--url URL --ca FILE --token TOKEN | --efc PROGRAM)

With --url it posts to the push API, cuts some connections itself, and sends again under the same Idempotency-Key until there is a
receipt. With --efc it runs efc ingest on each file until there is a receipt. It ends once the file STOP exists and what it has begun is
acknowledged.
"""
import argparse
import http.client
import json
import os
import random
import ssl
import subprocess
import sys
import time
import urllib.parse

BROKEN_EVERY = 7   # submissions with a line that goes to quarantine
REPEATED = 3       # records of the submission before that are sent once more
CUT_SHARE = 0.15   # of the attempts: the connection is cut
PATIENCE_S = 120   # for one submission, once the faults are over

HEADER = "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name,support_email\n"


def row(ref):
    return f"{ref},2026-03-01T12:00:00Z,chargebacks,412345,{ref},Shop {ref},help@{ref.lower()}.example\n"


class Journal:
    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")

    def put(self, **entry):
        self.file.write(json.dumps(entry) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())


class Cut(Exception):
    """The client itself has cut the connection."""


class Push:
    def __init__(self, arguments, chance):
        self.url = urllib.parse.urlsplit(arguments.url)
        self.context = ssl.create_default_context(cafile=arguments.ca)
        self.authorization = {"Authorization": "Bearer " + arguments.token}
        self.chance = chance

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection(self.url.hostname, self.url.port, timeout=20, context=self.context)
        try:
            if body is not None and self.chance.random() < CUT_SHARE:
                connection.putrequest(method, path)
                for name, value in {**self.authorization, **headers, "Content-Length": str(len(body))}.items():
                    connection.putheader(name, value)
                connection.endheaders(body[:self.chance.randrange(len(body) + 1)])
                time.sleep(self.chance.random() * 0.05)
                raise Cut
            connection.request(method, path, body, {**self.authorization, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheader("Location")
        finally:
            connection.close()

    def receipt(self, path, name):
        """One attempt; None when there is no receipt yet."""
        with open(path, "rb") as file:
            body = file.read()
        status, answer, place = self.ask("POST", "/v1/submissions?record_kind=merchant_flag", body,
                                         {"Content-Type": "text/csv", "Idempotency-Key": f'"{name}"'})
        while status in (200, 202) and "receipt_id" not in json.loads(answer):
            time.sleep(0.05)
            status, answer, _ = self.ask("GET", place)
        if status in (200, 201, 202):
            return answer.decode()
        if status not in (401, 408, 409, 429, 500, 502, 503, 504, 507):
            sys.exit(f"an answer that no fault explains: {status} {answer[:300]!r}")
        return None


class Ingest:
    def __init__(self, arguments, _):
        self.program = arguments.efc

    def receipt(self, path, _):
        done = subprocess.run([self.program, "ingest", "--partner", "bank-file", "--kind", "merchant_flag", path],
                              capture_output=True, check=False)
        if done.returncode in (0, 1) and done.stdout.startswith(b"{"):
            return done.stdout.decode()
        if done.returncode not in (3, -9):
            sys.exit(f"efc ingest ended with {done.returncode}: {done.stderr[-500:]!r}")
        return None


def main():
    parser = argparse.ArgumentParser()
    for name in ("journal", "folder", "stop", "url", "ca", "token", "efc"):
        parser.add_argument("--" + name)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=60)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    road = Push(arguments, chance) if arguments.url else Ingest(arguments, chance)
    journal = Journal(arguments.journal)
    before = []
    number = 0
    while not os.path.exists(arguments.stop):
        number += 1
        name = f"{'P' if arguments.url else 'F'}{arguments.seed}N{number}"
        new = [f"{name}R{i}" for i in range(chance.randint(1, 2 * arguments.rows))]
        repeated = before[-REPEATED:]
        broken = number % BROKEN_EVERY == 0
        path = os.path.join(arguments.folder, name + ".csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(HEADER + "".join(map(row, repeated + new)) + (f"{name}BAD,never,,,,,\n" if broken else ""))
        journal.put(begin=name, new=new, repeated=repeated, broken=int(broken))
        waited = None
        while True:
            try:
                receipt = road.receipt(path, name)
            except (Cut, OSError, http.client.HTTPException, ValueError):
                receipt = None
            if receipt is not None:
                break
            if os.path.exists(arguments.stop):
                waited = waited or time.monotonic()
                if time.monotonic() - waited > PATIENCE_S:
                    sys.exit(f"{name} is not acknowledged although nothing is broken any more")
            time.sleep(chance.random() * 0.1)
        journal.put(receipt=name, text=receipt.rstrip("\n"))
        before = new


main()
