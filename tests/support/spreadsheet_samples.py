#!/usr/bin/python3
"""Writes the samples of the spreadsheet profiles: spreadsheet_samples.py FOLDER. What is in it is invented."""
import datetime
import sys

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904


def save(name, rows, epoch=None):
    book = openpyxl.Workbook()
    if epoch is not None:
        book.epoch = epoch
    for row in rows:
        book.active.append(row)
    book.save(f"{sys.argv[1]}/{name}.sample")


when = datetime.datetime(2026, 7, 1, 14, 30, 0)
save("xlsx-merchants", [
    ["Merchants of July"], [],
    ["No.", "Seen", "Why", "Merchant ID", "Name", "Sites", "Since", "Report", "Officer"],
    [1, when, "laundering", 100200300400500, "Flowers", "shop-a.example; shop-b.example", datetime.date(2025, 2, 1), True, "k1"],
    [2, when, "nothing", "M-2", "Grocer", None, None, False, "k2"],
    [],
    [3, "soon", "content", "M-3", "Club", None, None, "x", "k1"]])
save("xlsx-payments", [
    ["Reference", "Booked", "Amount", "Currency", "Beneficiary", "Text"],
    ["P-1", when, 19.95, "EUR", "DE89 3704 0044 0532 0130 00", "club, shop-a.example"],
    ["P-2", datetime.date(2026, 1, 2), 0.1 + 0.2, None, "NL91ABNA0417164300", "card 4111111111111111"],
    [20260000000001, when, 1234.5678, "EUR", "DE89370400440532013000", None]], CALENDAR_MAC_1904)
save("xlsx-accounts", [
    ["id", "flagged", "reason", "scheme", "account", "country"],
    ["A-1", "01.03.2026", "content", "iban", "DE89370400440532013000", "DE"],
    ["A-2", "2/3/2026", "other", "bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", None],
    ["A-3", datetime.date(2026, 3, 3), "other", "iban", "DE89370400440532013001", None]])
