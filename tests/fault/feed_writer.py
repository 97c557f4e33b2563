#!/usr/bin/env python3
"""Partners whose feeds grow: what feed_server.py serves, and files in folders, at random moments.

    feed_writer.py --stop FILE --seed N --feed FOLDER [--box FOLDER]…

Appends to FOLDER/cursor and FOLDER/links (site reports) and FOLDER/stix (indicators, each added later than the one before), and puts files
into each box, whole. FOLDER/journal gets a line for what each source has to give in the end: the source, a tab, the source_ref. It ends
once the file STOP exists.
"""
import argparse
import datetime
import json
import os
import random
import time
import uuid

MOST = 6      # records at a time
PAUSE_S = 0.3  # on average, between two rounds
BEGIN = datetime.datetime(2026, 3, 1)


def report(ref):
    return json.dumps({"id": ref, "at": "2026-03-01T12:00:00Z", "url": f"https://{ref.lower()}.example/"})


def indicator(number):
    added = BEGIN + datetime.timedelta(milliseconds=number)
    return json.dumps({"type": "indicator", "spec_version": "2.1", "id": f"indicator--{uuid.UUID(int=number)}",
                       "created": added.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
                       "pattern": f"[url:value = 'https://stix{number}.example/']"})


class Writer:
    def __init__(self, arguments):
        self.feed, self.boxes = arguments.feed, arguments.box
        self.number = 0

    def journal(self, source, refs):
        self.append("journal", [f"{source}\t{ref}" for ref in refs])

    def append(self, name, lines):
        with open(os.path.join(self.feed, name), "a", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))

    def numbers(self, chance):
        first = self.number + 1
        self.number += chance.randint(1, MOST)
        return range(first, self.number + 1)

    def grow(self, source, chance):
        refs = [f"{source.upper()}-{number}" for number in self.numbers(chance)]
        self.journal(source, refs)
        self.append(source, map(report, refs))

    def add(self, chance):
        objects = [indicator(number) for number in self.numbers(chance)]
        self.journal("taxii", [json.loads(one)["id"] for one in objects])
        self.append("stix", objects)

    def drop(self, box, chance):
        source = os.path.basename(box)
        refs = [f"{source.upper()}-{number}" for number in self.numbers(chance)]
        path = os.path.join(box, f"f{refs[0]}.ndjson")
        self.journal(source, refs)
        with open(path + ".part", "w", encoding="utf-8") as file:
            file.write("".join(report(ref) + "\n" for ref in refs))
        os.rename(path + ".part", path)

    def round(self, chance):
        for source in ("cursor", "links"):
            self.grow(source, chance)
        self.add(chance)
        for box in self.boxes:
            self.drop(box, chance)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stop")
    parser.add_argument("--feed")
    parser.add_argument("--box", action="append", default=[])
    parser.add_argument("--seed", type=int)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    writer = Writer(arguments)
    while not os.path.exists(arguments.stop):
        writer.round(chance)
        time.sleep(2 * PAUSE_S * chance.random())


main()
