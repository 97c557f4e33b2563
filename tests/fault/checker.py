#!/usr/bin/env python3
"""Holds what is on file against the journals of client.py: each acknowledged record is there exactly once, and nothing else is.

    checker.py JOURNAL…      the database is named by EFC_DB; prints what is wrong, a line each; exit code 1 when anything is
"""
import collections
import json
import os
import subprocess
import sys

SHOWN = 10


def rows(query):
    out = subprocess.run(["psql", "-X", "-qtA", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", os.environ["EFC_DB"], "-c", query],
                         check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in out.splitlines()]


class Findings:
    def __init__(self):
        self.count = collections.Counter()
        self.shown = collections.defaultdict(list)

    def add(self, what, which):
        self.count[what] += 1
        if len(self.shown[what]) < SHOWN:
            self.shown[what].append(str(which))

    def end(self):
        for what, count in self.count.items():
            print(f"{count} {what}: {' '.join(self.shown[what])}")
        sys.exit(1 if self.count else 0)


def journals(paths):
    begun, receipts = {}, {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                if "begin" in entry:
                    begun[entry["begin"]] = entry
                else:
                    receipts.setdefault(entry["receipt"], []).append(entry["text"])
    return begun, receipts


def check_records(begun, receipts, findings):
    on_file = {ref: (int(count), int(force)) for ref, count, force in rows(
        "SELECT source_ref, count(*), count(*) FILTER (WHERE NOT superseded) FROM record GROUP BY 1")}
    sent = {ref for entry in begun.values() for ref in entry["new"]}
    for name in receipts:
        for ref in begun[name]["new"]:
            count, force = on_file.get(ref, (0, 0))
            if force == 0:
                findings.add("acknowledged records are not there", ref)
            elif (count, force) != (1, 1):
                findings.add("records are there more than once", ref)
    for ref in on_file:
        if ref not in sent:
            findings.add("records were never sent", ref)
    # Each record has an endpoint of its own, so each trait of it has been said once.
    for endpoint, in rows("SELECT DISTINCT endpoint_id FROM endpoint_trait WHERE records <> 1"):
        findings.add("endpoints have traits that were counted twice", endpoint)
    for count, endpoints in rows("SELECT n, count(*) FROM (SELECT count(*) AS n FROM endpoint_trait GROUP BY endpoint_id) s "
                                 "GROUP BY 1 ORDER BY 2 DESC OFFSET 1"):
        findings.add("endpoints lack traits", f"{endpoints} with {count}")
    for ref, in rows("SELECT source_ref FROM record r WHERE NOT EXISTS "
                     "(SELECT FROM endpoint_trait t WHERE t.endpoint_id = r.endpoint_id)"):
        findings.add("records have no traits", ref)


def check_receipts(begun, receipts, findings):
    stored = {ident: text for ident, text in rows("SELECT submission_id, receipt FROM submission WHERE state = 'done'")}
    leaves = {subject: int(index) for subject, index in rows(
        "SELECT subject, leaf_index FROM audit_leaf WHERE action = 'submission.done'")}
    quarantined = collections.Counter({ident: int(count) for ident, count in rows(
        "SELECT submission_id, count(*) FROM quarantine GROUP BY 1")})
    accepted = {}
    for name, texts in receipts.items():
        entry, text = begun[name], texts[0]
        receipt = json.loads(text)
        if any(other != text for other in texts):
            findings.add("receipts are not the same when asked again", name)
        if stored.get(receipt["receipt_id"]) != text:
            findings.add("receipts are not on file as they were given", name)
        if leaves.get(receipt["receipt_id"]) != receipt["log_index"]:
            findings.add("receipts have no leaf in the log", name)
        good = len(entry["new"]) + len(entry["repeated"])
        if receipt["records"] != good + entry["broken"] or receipt["quarantined"] != entry["broken"] or \
                receipt["accepted"] + receipt["duplicate"] != good:
            findings.add("receipts count wrongly", name)
        if quarantined[receipt["receipt_id"]] != entry["broken"]:
            findings.add("broken lines are not in quarantine once", name)
        accepted[receipt["receipt_id"]] = receipt["accepted"]
    expected = len({ref for name in receipts for ref in begun[name]["new"]})
    if sum(accepted.values()) != expected:
        findings.add("accepted records in all receipts are not those that were sent", f"{sum(accepted.values())} of {expected}")


def main():
    findings = Findings()
    begun, receipts = journals(sys.argv[1:])
    if not receipts:
        findings.add("receipts are none", "")
    for name, entry in begun.items():
        if name not in receipts:
            findings.add("submissions were never acknowledged", name)
    check_records(begun, receipts, findings)
    check_receipts(begun, receipts, findings)
    print(f"# {len(receipts)} receipts, {sum(len(begun[name]['new']) for name in receipts)} records", file=sys.stderr)
    findings.end()


if __name__ == "__main__":
    main()
