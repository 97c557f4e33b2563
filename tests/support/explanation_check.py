#!/usr/bin/env python3
"""Recomputes a link by hand from what `efc link show` prints, as JSON and as table.

explanation_check.py JSON TABLE    prints what does not add up, a line each; nothing when all does.
"""
import json
import re
import sys


THIRD_LEAST = -4_247_927  # micro-bits: a probability of 0.05


def micro(number):
    return round(number * 1_000_000)


def piece_faults(piece):
    name = f"{piece['rule']} {piece['value']}"
    parts = ("full", "shared", "partner", "grade", "time", "hub")
    if piece["rule"] and sum(micro(piece[part + "_bits"]) for part in parts) != micro(piece["bits"]):
        yield f"{name}: its parts do not add up"
    if not piece["counted"] and piece["bits"] > 0 and not re.search("not counted: (stronger evidence|the same value)", piece["remark"]):
        yield f"{name}: it is left out and does not say why"
    for side, count in (("endpoint", "endpoints"), ("site", "sites")):
        if piece[count] < 1 or f"{piece[count]:,} {side}" not in piece["remark"]:
            yield f"{name}: how many {count} share it is not said"
        yield from side_faults(name, side, piece[side])


def side_faults(name, side, what):
    if what["records"] < 1 or not what["role"] or not what["examples"]:
        yield f"{name}: nobody is named who said so of the {side}"
    for record in what["examples"]:
        if not all(record[key] for key in ("partner", "record_kind", "source_ref", "event_at", "record_id")):
            yield f"{name}: a record of the {side} is not named in full"


def says_more_elsewhere(piece, pieces):
    others = [other for other in pieces if (other["kind"], other["value"]) == (piece["kind"], piece["value"]) and other["family"] != piece["family"]]
    return max((micro(other["bits"]) for other in others), default=0) > micro(piece["bits"])


def family_faults(pieces):
    families = {piece["family"] for piece in pieces if piece["family"]}
    for family in families:
        bits = [micro(piece["bits"]) for piece in pieces if piece["family"] == family and not says_more_elsewhere(piece, pieces)] or [0]
        counted = [micro(piece["bits"]) for piece in pieces if piece["family"] == family and piece["counted"]]
        if counted != ([max(bits)] if max(bits) > 0 else []):
            yield f"{family}: not the strongest piece alone is counted"


def sum_faults(link):
    counted = [piece for piece in link["evidence"] if piece["counted"]]
    prior, hand = micro(link["prior_bits"]), sum(micro(piece["bits"]) for piece in counted if not piece["direct"])
    most = micro(link["hand_most_bits"]) - prior
    beyond = (hand - most) // 64 + most - hand if hand > most else 0
    if beyond != micro(link["hand_bits"]):
        yield f"what one hand shows: {beyond} expected, {link['hand_bits']} printed"
    total = prior + sum(micro(piece["bits"]) for piece in counted) + beyond + micro(link["apart_bits"])
    total += sum(micro(contrary["bits"]) for contrary in link["contrary"])
    if total != micro(link["sum_bits"]):
        yield f"the sum is {total}, {link['sum_bits']} printed"


def way_faults(link):
    way = link["way"]
    if way is None:
        return
    if micro(link["prior_bits"]) + micro(way["full_bits"]) + micro(way["shared_bits"]) != micro(way["kin_bits"]):
        yield "two hops: what makes the third kin does not add up"
    least = min(micro(way[key]) for key in ("link_bits", "kin_bits", "most_bits"))
    stretched = (least + micro(way["loss_bits"]) - THIRD_LEAST) * (micro(way["each_bit"]) - 1_000_000)
    if int(stretched / 1_000_000) != micro(way["third_bits"]):
        yield "two hops: what the model makes of such links does not add up"
    if least + micro(way["loss_bits"]) + micro(way["third_bits"]) != micro(way["bits"]):
        yield "two hops: the way does not add up"
    if not way["value"] or way["shared"] < 2:
        yield "two hops: the value, or how many share it, is missing"
    yield from side_faults("two hops", "one", way["site" if way["via_is"] == "site" else "endpoint"])
    yield from side_faults("two hops", "third", way["third"])


def weight_faults(link):
    way, weight = link["way"], micro(link["weight_bits"])
    if link["two_hops"] != (way is not None and micro(way["bits"]) > micro(link["sum_bits"])):
        yield "two hops stand in place of the sum when they say more"
    if weight != micro(way["bits"] if link["two_hops"] else link["sum_bits"]):
        yield "the weight is neither the sum nor the way"
    if f"{1 / (1 + 2 ** -link['weight_bits']):.6f}" != f"{link['probability']:.6f}":
        yield "the weight does not give the probability"
    if not re.fullmatch(r"[0-9a-f]{64}", link["model_sha256"]) or link["model"] < 1:
        yield "the model is not named"


def texts(link):
    """What must stand in the table, too."""
    yield from (f"{link['probability']:.6f}", f"{link['weight_bits']:.6f}", link["model_sha256"][:16])
    sides = [piece[side] for piece in link["evidence"] for side in ("endpoint", "site")]
    for piece in link["evidence"]:
        yield from (piece["value"], piece["remark"], f"{piece['full_bits']:.6f}" if piece["rule"] else "")
    for contrary in link["contrary"]:
        yield from (contrary["text"], f"{contrary['bits']:.6f}")
    if link["way"]:
        way = link["way"]
        yield from (way["via"], way["value"], way["text"], *(f"{way[key + '_bits']:.6f}" for key in ("full", "link", "kin", "most", "loss")))
        sides += [way["third"], way.get("site") or way["endpoint"]]
    for side in sides:
        yield from (record["source_ref"] for record in side["examples"])


def table_faults(link, table):
    total = 0
    for line in table.splitlines():
        found = re.match(r" {0,13}(-?[0-9]+\.[0-9]{6})  (.*)", line)
        if found and found[2].startswith("in all:"):
            if total != micro(float(found[1])) or total != micro(link["sum_bits"]):
                yield f"the table's first column adds up to {total}"
            break
        if found:
            total += micro(float(found[1]))
    else:
        yield "the table has no sum"
    yield from (f"the table lacks {text}" for text in texts(link) if text not in table)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        link = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        table = file.read()
    for faults in (*map(piece_faults, link["evidence"]), family_faults(link["evidence"]), sum_faults(link), way_faults(link), weight_faults(link), table_faults(link, table)):
        for fault in faults:
            print(fault)


main()
