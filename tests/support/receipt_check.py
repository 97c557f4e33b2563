#!/usr/bin/env python3
"""Checks a receipt without efc: the signature of its checkpoint by openssl, the root of RFC 6962 over the leaves of the log, and that the
leaf which the receipt names says what the receipt says.

    receipt_check.py KEY RECEIPT      KEY: the public half, as audit key-new printed it; EFC_DB names the database
"""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

ED25519_DER = bytes.fromhex("302a300506032b6570032100")  # SubjectPublicKeyInfo of RFC 8410, before the key


def rows(query):
    return subprocess.run(["psql", "-X", "-qtA", "-F", "\t", "-d", os.environ["EFC_DB"], "-c", query], check=True, capture_output=True,
                          text=True).stdout.splitlines()


def root(hashes):
    if len(hashes) <= 1:
        return hashes[0] if hashes else hashlib.sha256().digest()
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return hashlib.sha256(b"\x01" + root(hashes[:half]) + root(hashes[half:])).digest()


def signature_holds(key_line, note):
    name, key_id, key = key_line.strip().split("+", 2)
    text, signature_line = note.split("\n\n", 1)
    text += "\n"
    dash, signer, signature = signature_line.strip().split(" ")
    raw = base64.b64decode(signature)
    if dash != "\u2014" or signer != name or raw[:4].hex() != key_id:
        return False
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for part, content in (("key", ED25519_DER + base64.b64decode(key)[-32:]), ("text", text.encode()), ("signature", raw[4:])):
            paths[part] = os.path.join(folder, part)
            with open(paths[part], "wb") as file:
                file.write(content)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths["key"], "-rawin", "-in",
                               paths["text"], "-sigfile", paths["signature"]], capture_output=True, check=False).returncode == 0


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        key_line = file.read()
    with open(sys.argv[2], encoding="utf-8") as file:
        receipt = json.load(file)
    checkpoint = receipt["checkpoint"]
    origin, size, root_text = checkpoint["note"].split("\n")[:3]
    subject, detail = rows(f"SELECT subject, detail FROM audit_leaf WHERE leaf_index = {int(receipt['log_index'])}")[0].split("\t")
    leaf = json.loads(detail)
    hashes = [bytes.fromhex(h) for h in rows(f"SELECT encode(leaf_hash, 'hex') FROM audit_leaf WHERE leaf_index < {int(size)} ORDER BY leaf_index")]
    checks = {
        "signed": checkpoint["signed"] and signature_holds(key_line, checkpoint["note"]),
        "note": (origin, int(size), root_text) == (checkpoint["origin"], checkpoint["size"], checkpoint["root"]),
        "root": base64.b64encode(root(hashes)).decode() == root_text,
        "in it": receipt["log_index"] < int(size) == len(hashes),
        "leaf": subject == receipt["receipt_id"] and all(leaf[name] == receipt[name] for name in (
            "partner", "record_kind", "sha256", "records", "accepted", "duplicate", "revised", "quarantined", "records_sha256")),
    }
    print(" ".join(f"{name}:{'yes' if holds else 'NO'}" for name, holds in checks.items()))


main()
