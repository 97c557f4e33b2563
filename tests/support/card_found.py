"""Looks for card numbers in text on standard input, however they are spelled: exit code 1 when there is one.

Escapes of JSON and references of HTML are undone, digits of every script become ASCII, everything else that is no letter goes.
Arguments: the numbers to look for.
"""
import html
import re
import sys
import unicodedata

text = sys.stdin.buffer.read().decode("utf-8", "replace")
text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
text = html.unescape(text)
digits = "".join(str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c if c.isalpha() or c == "*" else "" for c in text)
found = [number for number in sys.argv[1:] if number in digits]
print(len(text), "characters,", len(found), "numbers found")
sys.exit(1 if found or not text else 0)
