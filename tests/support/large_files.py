"""Files that are large or hostile, for tests of memory: large_files.py FOLDER. Only one record of each counts: report = yes; of those whose
records are all bad, none does; of those at the end, all do."""
import json, random, sys, zipfile

folder = sys.argv[1]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
HEAD = ["source_ref", "flagged_at", "reason", "acquirer_bin", "card_acceptor_id", "merchant_name", "report"]


def letters(column):
    text = ""
    while column >= 0:
        text = chr(65 + column % 26) + text
        column = column // 26 - 1
    return text


def book(name, sheet, shared=None):
    with zipfile.ZipFile("%s/%s.xlsx" % (folder, name), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr("[Content_Types].xml", '<Types xmlns="%scontent-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
                     'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>' % PACKAGE)
        out.writestr("_rels/.rels", '<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/officeDocument" '
                     'Target="xl/workbook.xml"/></Relationships>' % (PACKAGE, OFFICE))
        out.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Flags" sheetId="1" r:id="r1"/></sheets>'
                     '</workbook>' % (MAIN, OFFICE))
        texts = '<Relationship Id="r2" Type="%s/sharedStrings" Target="sharedStrings.xml"/>' % OFFICE if shared else ""
        out.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/worksheet" '
                     'Target="worksheets/sheet1.xml"/>%s</Relationships>' % (PACKAGE, OFFICE, texts))
        if shared:
            with out.open("xl/sharedStrings.xml", "w") as part:
                part.write(('<sst xmlns="%s">' % MAIN).encode())
                for text in shared:
                    part.write(text.encode())
                part.write(b"</sst>")
        with out.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(('<worksheet xmlns="%s"><sheetData>' % MAIN).encode())
            for row in sheet:
                part.write(row.encode())
            part.write(b"</sheetData></worksheet>")


def inline(values):
    return "<row>%s</row>" % "".join('<c t="inlineStr"><is><t>%s</t></is></c>' % value for value in values)


def si(text):
    return "<si><t>%s</t></si>" % text


def flag(number, report="no"):
    return ["R-%d" % number, "2026-03-01T12:00:00Z", "content", "412345", "SHOP%08d" % number, "Shop %d" % number, report]


def rows_of_shared(count):
    """Every text of every row stands in the table of shared ones."""
    yield "<row>%s</row>" % "".join('<c t="s"><v>%d</v></c>' % i for i in range(7))
    for n in range(count):
        at = 7 + 5
        yield '<row><c t="s"><v>%d</v></c><c t="s"><v>7</v></c><c t="s"><v>8</v></c><c t="s"><v>9</v></c><c t="s"><v>%d</v></c>' \
              '<c t="s"><v>%d</v></c><c t="s"><v>%d</v></c></row>' % (at + 3 * n, at + 3 * n + 1, at + 3 * n + 2, 11 if n == 0 else 10)


def shared_of(count):
    for text in HEAD + ["2026-03-01T12:00:00Z", "content", "412345", "no", "yes"]:
        yield si(text)
    for n in range(count):
        yield si("R-%d" % n) + si("SHOP%08d" % n) + si("Shop %d" % n)


one = [inline(HEAD), inline(flag(1, "yes"))]
book("large", rows_of_shared(200000), shared_of(200000))
book("texts", one, ("<si><t>%s</t></si>" % ("x" * 1000) for _ in range(100000)))
book("many_texts", one, ("<si/>" * 1000 for _ in range(3000)))
# What does not pack well, or it would be refused as a bomb before it is read.
dice = random.Random(1)
noise = lambda n: "%0*x" % (n, dice.getrandbits(4 * n))
book("wide", [inline(HEAD), inline([noise(3000)] * 300)])
book("long", [inline(HEAD), inline([noise(8000000)])])
book("deep", [inline(HEAD), "<row>" + "".join('<c a="%s">' % noise(8) for _ in range(200000))])

with open(folder + "/large.xml", "w") as out:
    out.write("<alerts>")
    for n in range(200000):
        out.write("<alert><source_ref>%s</source_ref><flagged_at>%s</flagged_at><reason>%s</reason><acquirer_bin>%s</acquirer_bin>"
                  "<card_acceptor_id>%s</card_acceptor_id><merchant_name>%s</merchant_name><report>%s</report></alert>\n"
                  % tuple(flag(n, "yes" if n == 0 else "no")))
    out.write("</alerts>")
with open(folder + "/value.xml", "w") as out:
    out.write("<alerts><alert><source_ref>" + "x" * 100000000)
with open(folder + "/deep.xml", "w") as out:
    out.write("<alerts>" + "<alert>" * 3000000)
with open(folder + "/large.json", "w") as out:
    out.write('{"alerts": [')
    for n in range(200000):
        out.write(("," if n else "") + json.dumps(dict(zip(HEAD, flag(n, "yes" if n == 0 else "no")))) + "\n")
    out.write("]}")
with open(folder + "/deep.json", "w") as out:
    out.write('{"alerts": [' + '{"a": [' * 10000000)
with open(folder + "/value.json", "w") as out:
    out.write('{"alerts": [{"source_ref": "' + "x" * 100000000 + '"}]}')
with open(folder + "/names.json", "w") as out:
    out.write('{"alerts": [{' + ",".join('"n%d": 1' % n for n in range(3000000)) + "}]}")

# ---- every record is bad ----
NEVER = "2026-02-31T12:00:00"
with open(folder + "/bad.xml", "w") as out:
    out.write("<report><rentity_id>4711</rentity_id><report_code>STR</report_code><currency_code_local>EUR</currency_code_local>\n")
    for n in range(40000):
        out.write("<transaction><transactionnumber>T-%d</transactionnumber><transaction_description>order %d at shop.example</transaction_description>"
                  "<date_transaction>%s</date_transaction><amount_local>19.95</amount_local><t_to_my_client><to_account><iban>DE00</iban>"
                  "<account_name>Shop %d</account_name></to_account></t_to_my_client></transaction>\n" % (n, n, NEVER, n))
    out.write("</report>")
HOLDER = ["source_ref", "flagged_at", "reason", "account_scheme", "account_id", "holder_name"]
holder = lambda n: ["A-%d" % n, NEVER + "Z", "content", "iban", "DE89370400440532013001", "Shop %d" % n]
with open(folder + "/bad.csv", "w") as out:
    out.write(",".join(HOLDER) + "\n" + "".join(",".join(holder(n)) + "\n" for n in range(100000)))
with open(folder + "/bad.ndjson", "w") as out:
    out.writelines(json.dumps(dict(zip(HOLDER, holder(n)))) + "\n" for n in range(100000))

# ---- many files, many records ----
for number in range(1, 201):
    with open("%s/%d.csv" % (folder, number), "w") as out:
        out.write(",".join(HEAD[:-1]) + "\n" + "".join(",".join(flag(number * 1000 + n)[:-1]) + "\n" for n in range(50)))
with open(folder + "/many.json", "w") as out:
    json.dump([{"partner": "bank-one", "record_kind": "merchant_flag", "file": "%d.csv" % number} for number in range(1, 201)], out)
PAID = "source_ref,transacted_at,amount,currency,reason,acquirer_bin,card_acceptor_id,rrn,descriptor\n"
paid = lambda n, reason: "P-%d,2026-03-%02dT%02d:00:00Z,%d.95,EUR,%s,412345,MANY00000000001,%012d,Many\n" % (
    n, n % 28 + 1, n % 24, n // 100 + 1, reason, n)
with open(folder + "/one_merchant.csv", "w") as out:
    out.write(PAID + "".join(paid(n, "content") for n in range(30000)))
with open(folder + "/revised.csv", "w") as out:
    out.write(PAID + paid(15000, "chargebacks"))
