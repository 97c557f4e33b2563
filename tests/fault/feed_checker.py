#!/usr/bin/env python3
"""Holds what is on file against what feed_writer.py has put into the feeds: each record is there exactly once, and was stored once.

    feed_checker.py JOURNAL      the database is named by EFC_DB; prints what is wrong, a line each; exit code 1 when anything is
    feed_checker.py --left JOURNAL    how many records are not there yet
"""
import collections
import sys

from checker import Findings, rows


def journal_read(path):
    with open(path, encoding="utf-8") as file:
        return {tuple(line.rstrip("\n").split("\t")) for line in file}


def on_file():
    return {(partner, ref): (int(count), int(force)) for partner, ref, count, force in rows(
        "SELECT partner_id, source_ref, count(*), count(*) FILTER (WHERE NOT superseded) "
        "FROM record JOIN partner USING (partner_number) GROUP BY 1, 2")}


def check_records(given, found, findings):
    for source, ref in sorted(given):
        count, force = found.get((source, ref), (0, 0))
        if force == 0:
            findings.add("records of a feed are not there", ref)
        elif (count, force) != (1, 1):
            findings.add("records are there more than once", ref)
    for source, ref in sorted(found.keys() - given):
        findings.add("records were in no feed", ref)


def check_submissions(given, findings):
    """A feed gives each record once: one that arrives a second time was fetched a second time. Of a TAXII collection the last object that
    was taken comes again after an accident, because others may have been added at the same moment: it is a duplicate then, and no more."""
    for partner, count in rows("SELECT partner_id, sum(revised + CASE WHEN partner_id = 'taxii' THEN 0 ELSE duplicate END) FROM submission "
                               "GROUP BY 1 HAVING sum(revised + CASE WHEN partner_id = 'taxii' THEN 0 ELSE duplicate END) > 0"):
        findings.add("records were stored a second time", f"{count} of {partner}")
    for partner, count in rows("SELECT partner_id, sum(quarantined) FROM submission GROUP BY 1 HAVING sum(quarantined) > 0"):
        findings.add("records went to quarantine", f"{count} of {partner}")
    for ident, in rows("SELECT submission_id FROM submission s WHERE state <> 'done' OR NOT EXISTS (SELECT FROM audit_leaf a "
                       "WHERE a.action = 'submission.done' AND a.subject = s.submission_id::text)"):
        findings.add("submissions have no receipt, or no leaf in the log", ident)
    accepted = {partner: int(count) for partner, count in rows("SELECT partner_id, sum(accepted) FROM submission GROUP BY 1")}
    for source, count in collections.Counter(source for source, _ in given).items():
        if accepted.get(source, 0) != count:
            findings.add("receipts do not add up to what a feed gave", f"{source}: {accepted.get(source, 0)} of {count}")


def main():
    given, found = journal_read(sys.argv[-1]), on_file()
    if sys.argv[1] == "--left":
        print(len(given - found.keys()))
        return
    findings = Findings()
    if not given:
        findings.add("feeds gave nothing", "")
    check_records(given, found, findings)
    check_submissions(given, findings)
    print(f"# {len(given)} records of {len({source for source, _ in given})} sources", file=sys.stderr)
    findings.end()


main()
