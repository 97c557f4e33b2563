#!/usr/bin/python3
"""python-stdnum as an oracle: values of every kind that it and efc both know, valid and mutated, judged by both.

    stdnum_values.py EFC [COUNT [SEED]]

Makes COUNT values (the same for the same SEED), runs them through `efc ident parse --batch` and compares verdict and canonical
form with python-stdnum's. A difference must match a rule of RULES, whose reason stands in stdnum_deviation.txt. Prints TAP.
"""
import csv
import io
import os
import random
import re
import string
import subprocess
import sys

import stdnum.bic
import stdnum.bitcoin
import stdnum.eu.at_02
import stdnum.eu.vat
import stdnum.gb.vat
import stdnum.iban
import stdnum.iso11649
import stdnum.lei
import stdnum.lv.pvn
from stdnum.exceptions import ValidationError

HERE = os.path.dirname(os.path.abspath(__file__))
VALID_SHARE = 0.4
UPPER = string.ascii_uppercase
ALNUM = string.digits + UPPER
BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

# ---- shapes to fill: n digit, a letter, c either ----

VAT_SHAPES = {
    'AT': ['Unnnnnnnn'], 'BE': ['0nnnnnnnnn', '1nnnnnnnnn', 'nnnnnnnnn'], 'BG': ['nnnnnnnnn', 'nnnnnnnnnn'], 'CY': ['nnnnnnnna'],
    'CZ': ['nnnnnnnn', '6nnnnnnnn', 'nn0nnnnnn', 'nn0n1nnnnn', 'nn5n0nnnnn', 'nn3n2nnnnn'], 'DE': ['nnnnnnnnn'], 'DK': ['nnnnnnnn'],
    'EE': ['nnnnnnnnn'], 'EL': ['nnnnnnnnn', 'nnnnnnnn'], 'ES': ['nnnnnnnna', 'Xnnnnnnna', 'Ynnnnnnna', 'Znnnnnnna', 'annnnnnnn', 'annnnnnna'],
    'FI': ['nnnnnnnn'], 'FR': ['nnnnnnnnnnn', 'cnnnnnnnnnn', 'ncnnnnnnnnn', 'aannnnnnnnn', 'nn000nnnnnn'],
    'GB': ['nnnnnnnnn', 'nnnnnnnnnnnn', 'GDnnn', 'HAnnn', 'GD8888nnnnn', 'HA8888nnnnn'], 'HR': ['nnnnnnnnnnn'], 'HU': ['nnnnnnnn'],
    'IE': ['nnnnnnna', 'nnnnnnnaa', 'nannnnna', 'n+nnnnna', 'n*nnnnna'], 'IT': ['nnnnnnn00nn', 'nnnnnnn0nnn', 'nnnnnnnnnnn'], 'LT': ['nnnnnnn1n', 'nnnnnnnnnn1n'],
    'LU': ['nnnnnnnn'], 'LV': ['4nnnnnnnnnn', '9nnnnnnnnnn', '1n0nnn1nnnn', '32nnnnnnnnn'], 'MT': ['nnnnnnnn'], 'NL': ['nnnnnnnnnB0n'],
    'PL': ['nnnnnnnnnn'], 'PT': ['nnnnnnnnn'], 'RO': ['nnnn', 'nnnnnn', 'nnnnnnnn', 'nnnnnnnnnn', '1nn0n1nnnnnnn'], 'SE': ['nnnnnnnnnn01'],
    'SI': ['nnnnnnnn'], 'SK': ['nnnnnnnnnn', 'nn0n1nnnnn'], 'XI': ['nnnnnnnnn', 'nnnnnnnnnnnn'],
}


def fill(rng, shape):
    out = ''
    for c in shape:
        out += rng.choice({'n': string.digits, 'a': UPPER, 'c': ALNUM}.get(c, c))
    return out


def iban_structures():
    for line in open(stdnum.iban.__file__.replace('iban.py', 'iban.dat'), encoding='utf-8'):
        found = re.match(r'([A-Z]{2}) .*bban="([^"]+)"', line)
        if found:
            shape = ''.join(letter * int(n) for n, letter in re.findall(r'(\d+)!([nac])', found.group(2)))
            yield found.group(1), shape


IBAN = dict(iban_structures())


def random_iban(rng):
    country = rng.choice(sorted(IBAN))
    number = country + '00' + fill(rng, IBAN[country])
    return country + stdnum.iban.calc_check_digits(number) + number[4:]


def random_vat(rng):
    country = rng.choice(sorted(VAT_SHAPES))
    return country + fill(rng, rng.choice(VAT_SHAPES[country]))


def random_lei(rng):
    body = fill(rng, 'c' * 18)
    return body + stdnum.lei.mod_97_10.calc_check_digits(body)


def random_reference(rng):
    body = fill(rng, 'c' * rng.randint(1, 21))
    return 'RF' + stdnum.iso11649.mod_97_10.calc_check_digits(body + 'RF') + body


def random_creditor(rng):
    country = rng.choice(['DE', 'FR', 'LV', 'NL', 'ES', 'AT', 'BE', 'IT', 'PT', 'FI'])
    number = country + '00' + fill(rng, 'ccc' + 'c' * rng.randint(1, 28))
    return country + stdnum.eu.at_02.calc_check_digits(number) + number[4:]


def random_bic(rng):
    return fill(rng, 'aaaa') + rng.choice(['DE', 'FR', 'LV', 'NL', 'ES', 'XK', 'US']) + fill(rng, rng.choice(['cc', 'ccccc'])) \
        if rng.random() < 0.9 else fill(rng, 'aaaaaacc') + 'XXX'


def base58check(payload):
    import hashlib
    raw = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(raw, 'big'), ''
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return '1' * (len(raw) - len(raw.lstrip(b'\0'))) + text


def bech32(values, constant=1):
    expanded = stdnum.bitcoin._expand_hrp('bc')
    check = stdnum.bitcoin.bech32_checksum(expanded + values + [0] * 6) ^ constant
    return 'bc1' + ''.join(BECH32[v] for v in values + [(check >> 5 * (5 - i)) & 31 for i in range(6)])


def random_bitcoin(rng):
    kind = rng.randrange(10)
    if kind < 5:
        version = rng.choice([0, 0, 5, 5, 4, 6, 111, 48])
        return base58check(bytes([version]) + bytes(rng.randrange(256) for _ in range(20)))
    version = rng.choice([0, 0, 0, 0, 1, 16, 17])
    values = [rng.randrange(32) for _ in range(rng.choice([32, 32, 52, 52, 10]))]
    if len(values) == 52:
        values[-1] &= 16  # 260 bits hold 32 bytes and four that must be zero
    return bech32([version] + values, rng.choice([1, 1, 1, 0x2bc830a3]))


# kind: (how to make one, python-stdnum's module, separators that both strip)
KINDS = {
    'iban': (random_iban, stdnum.iban, ' -.'),
    'bic': (random_bic, stdnum.bic, ' -'),
    'lei': (random_lei, stdnum.lei, ' -'),
    'creditor_reference': (random_reference, stdnum.iso11649, ' -./:'),
    'sepa_creditor_id': (random_creditor, stdnum.eu.at_02, ' -/:'),
    'vat_number': (random_vat, None, ''),
    'bitcoin': (random_bitcoin, stdnum.bitcoin, ''),
}
SHARE = {'iban': 5, 'bic': 1, 'lei': 1, 'creditor_reference': 1, 'sepa_creditor_id': 1, 'vat_number': 8, 'bitcoin': 2}


def judge(kind, value):
    """The canonical form by python-stdnum, None when it refuses."""
    module = KINDS[kind][1]
    try:
        if kind == 'vat_number':
            if value[:2].upper() in ('GB', 'XI'):
                return value[:2].upper() + stdnum.gb.vat.validate(value)
            return stdnum.eu.vat.validate(value)
        return module.validate(value)
    except ValidationError:
        return None
    except (ValueError, IndexError):  # a few of its modules fall over a shape they do not expect
        return None


def valid_value(rng, kind):
    """Random ones until one is valid; the last two characters are tried first, which is where check digits stand."""
    while True:
        value = KINDS[kind][0](rng)
        if judge(kind, value):
            return value
        if kind == 'vat_number':
            for last in rng.sample(ALNUM, len(ALNUM)):
                if judge(kind, value[:-1] + last):
                    return value[:-1] + last
            continue
        return value


# ---- the places where we differ on purpose: chance would rarely find them ----

LATER_COUNTRIES = {'BI': 'n' * 23, 'DJ': 'n' * 23, 'FK': 'aa' + 'n' * 12, 'HN': 'aaaa' + 'n' * 20, 'MN': 'n' * 16,
                   'NI': 'aaaa' + 'n' * 20, 'OM': 'nnn' + 'c' * 16, 'SO': 'n' * 19, 'YE': 'aaaannnn' + 'c' * 18}


def iban_with(rng, country, shape):
    bban = fill(rng, shape)
    return country + stdnum.iban.calc_check_digits(country + '00' + bban) + bban


def later_country(rng):
    country = rng.choice(sorted(LATER_COUNTRIES))
    return 'iban', iban_with(rng, country, LATER_COUNTRIES[country])


def brazilian(rng):
    return 'iban', iban_with(rng, 'BR', 'nnnannna' + 'n' * 15 + 'ac')


def impossible_check_digits(rng):
    other = {'97': '00', '98': '01', '02': '99'}
    while True:
        value = random_iban(rng)
        if value[2:4] in other:
            return 'iban', value[:2] + other[value[2:4]] + value[4:]


def until_valid(kind, make):
    while True:
        value = make()
        if judge(kind, value):
            return kind, value


def greek(rng):
    value = until_valid('vat_number', lambda: 'EL' + fill(rng, rng.choice(['nnnnnnnnn', '0nnnnnnnn'])))[1]
    if value[2] == '0' and rng.random() < 0.5:
        return 'vat_number', 'EL' + value[3:]
    return 'vat_number', 'GR' + value[2:]


def new_latvian(rng):
    body = '32' + fill(rng, 'n' * 8)
    return 'vat_number', 'LV' + body + stdnum.lv.pvn.calc_check_digit_pers(body)


def belgian(rng):
    body = rng.choice('01') + fill(rng, 'n' * 7)
    check = (97 - int(body) % 97) % 97
    return 'vat_number', 'BE' + body + '%02d' % (check + 97 if check < 3 else check)


CORNERS = [
    later_country, brazilian, impossible_check_digits, greek, new_latvian, belgian,
    lambda rng: until_valid('lei', lambda: fill(rng, 'c' * 18 + 'aa')),
    lambda rng: until_valid('lei', lambda: fill(rng, 'c' * rng.choice([17, 19]) + 'nn')),
    lambda rng: until_valid('creditor_reference', lambda: 'RF' + fill(rng, 'aa' + 'c' * 8)),
    lambda rng: until_valid('sepa_creditor_id', lambda: rng.choice(['ZZ', 'QX', 'EX']) + fill(rng, 'nnccc' + 'c' * 9)),
    lambda rng: until_valid('sepa_creditor_id', lambda: 'DE' + fill(rng, 'nnccc' + 'c' * rng.choice([0, 29, 33]))),
    lambda rng: until_valid('sepa_creditor_id', lambda: 'DE' + fill(rng, 'aaccc' + 'c' * 9)),
    lambda rng: until_valid('vat_number', lambda: 'NL' + fill(rng, 'nnnnnnnnB0n')),
]


def mutate(rng, kind, value):
    at = rng.randrange(len(value))
    alphabet = BASE58 if kind == 'bitcoin' else ALNUM
    how = rng.randrange(7)
    if how < 3:
        return value[:at] + rng.choice(string.digits if value[at].isdigit() else alphabet) + value[at + 1:]
    if how == 3 and at > 0:
        return value[:at - 1] + value[at] + value[at - 1] + value[at + 1:]
    if how == 4:
        return value[:at] + value[at + 1:]
    if how == 5:
        return value[:at] + rng.choice(alphabet) + value[at:]
    return value[:4] + rng.choice(alphabet + '_') + value[5:]


def dress(rng, kind, value):
    """Separators and lower case, as people write."""
    separators = KINDS[kind][2]
    if separators and rng.random() < 0.2:
        step = rng.randint(2, 5)
        value = rng.choice(separators).join(value[i:i + step] for i in range(0, len(value), step))
    if kind != 'bitcoin' and rng.random() < 0.1:
        value = value.lower()
    return value


def values(rng, count):
    kinds = [kind for kind, share in sorted(SHARE.items()) for _ in range(share)]
    for _ in range(count):
        if rng.random() < 0.02:
            yield rng.choice(CORNERS)(rng)
            continue
        kind = rng.choice(kinds)
        value = valid_value(rng, kind)
        if rng.random() >= VALID_SHARE:
            value = mutate(rng, kind, value)
        yield kind, dress(rng, kind, value)


# ---- what explains a difference; the reasons stand in stdnum_deviation.txt ----

def plain(value):
    return re.sub(r'[ \-./:]', '', value).upper()


RULES = {
    'iban_country': lambda k, v, ours, theirs: k == 'iban' and ours['result'] != 'refused' and plain(v)[:2] not in IBAN,
    'iban_brazil': lambda k, v, ours, theirs: k == 'iban' and plain(v)[:2] == 'BR' and ours['result'] != 'refused',
    'iban_impossible_check_digits': lambda k, v, ours, theirs: k == 'iban' and ours['reason'] == 'iban_check_digits'
        and plain(v)[2:4] in ('00', '01', '99'),
    'iban_national_check': lambda k, v, ours, theirs: k == 'iban' and ours['reason'] == 'iban_national_check' and theirs is None,
    'bic_country': lambda k, v, ours, theirs: k == 'bic' and ours['reason'] == 'country_unknown',
    'bic_digit': lambda k, v, ours, theirs: k == 'bic' and ours['result'] == 'accepted' and not plain(v)[:4].isalpha(),
    'bic_head_office': lambda k, v, ours, theirs: k == 'bic' and theirs is not None and theirs == ours['value'] + 'XXX',
    'lei_length': lambda k, v, ours, theirs: k == 'lei' and ours['reason'] in ('too_short', 'too_long') and len(theirs) != 20,
    'lei_check_letters': lambda k, v, ours, theirs: k == 'lei' and ours['reason'] == 'structure' and not theirs[-2:].isdigit(),
    'reference_check_letters': lambda k, v, ours, theirs: k == 'creditor_reference' and ours['reason'] == 'structure'
        and not theirs[2:4].isdigit(),
    'creditor_country': lambda k, v, ours, theirs: k == 'sepa_creditor_id' and ours['reason'] == 'country_unknown',
    'creditor_structure': lambda k, v, ours, theirs: k == 'sepa_creditor_id' and ours['reason'] == 'structure'
        and not (theirs[:2].isalpha() and theirs[2:4].isdigit()),
    'creditor_length': lambda k, v, ours, theirs: k == 'sepa_creditor_id' and ours['reason'] in ('too_short', 'too_long')
        and not 8 <= len(theirs) <= 35,
    'creditor_business_code': lambda k, v, ours, theirs: k == 'sepa_creditor_id' and theirs is not None
        and ours['value'] == theirs[:4] + 'ZZZ' + theirs[7:],
    'creditor_small_m': lambda k, v, ours, theirs: k == 'sepa_creditor_id' and 'm' in v,
    'creditor_underscore': lambda k, v, ours, theirs: k == 'sepa_creditor_id' and ours['reason'] == 'bad_character' and '_' in v,
    'vat_other_country': lambda k, v, ours, theirs: k == 'vat_number' and ours['reason'] == 'unverified'
        and v[:2].upper() not in VAT_SHAPES,
    'vat_greece': lambda k, v, ours, theirs: k == 'vat_number' and v[:2].upper() == 'GR' and ours['value'][2:] == (theirs or '')[2:],
    'vat_latvia_new': lambda k, v, ours, theirs: k == 'vat_number' and plain(v)[:4] == 'LV32' and theirs is None,
    'vat_belgium_range': lambda k, v, ours, theirs: k == 'vat_number' and v[:2].upper() == 'BE' and ours['reason'] == 'check_digits'
        and plain(v)[-2:] in ('00', '98', '99'),
    'vat_netherlands_zero': lambda k, v, ours, theirs: k == 'vat_number' and plain(v)[:2] == 'NL' and len(plain(v)) == 13
        and ours['reason'] == 'structure',
    'bitcoin_mixed_case': lambda k, v, ours, theirs: k == 'bitcoin' and ours['reason'] == 'address_checksum' and v != v.lower(),
    'bitcoin_bech32m': lambda k, v, ours, theirs: k == 'bitcoin' and v[:3] == 'bc1' and v[3:4] != 'q',
    'bitcoin_version': lambda k, v, ours, theirs: k == 'bitcoin' and ours['reason'] == 'address_network' and v[0] in '13',
}


def reasons():
    found = {}
    for line in open(os.path.join(HERE, 'stdnum_deviation.txt'), encoding='utf-8'):
        if line.strip() and not line.startswith('#'):
            name, reason = line.split(':', 1)
            found[name.strip()] = reason.strip()
    return found


def run(efc, cases):
    text = ''.join(f'{kind}\t{value}\n' for kind, value in cases)
    done = subprocess.run([efc, 'ident', 'parse', '--batch', '--format', 'csv'], input=text, capture_output=True, text=True, check=False)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    if len(rows) != len(cases):
        sys.exit(f'efc gave {len(rows)} rows for {len(cases)} values: {done.stderr}')
    return rows


def main():
    efc = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    cases = list(values(rng, count))
    used = dict.fromkeys(RULES, 0)
    seen, valid, unexplained = {}, 0, []

    for (kind, value), ours in zip(cases, run(efc, cases)):
        theirs = judge(kind, value)
        seen[kind] = seen.get(kind, 0) + 1
        valid += theirs is not None
        national = ours['reason'] == 'iban_national_check' and theirs is None
        if not national and (theirs or '') == ours['value']:
            continue
        rule = next((name for name, matches in RULES.items() if matches(kind, value, ours, theirs)), None)
        if rule:
            used[rule] += 1
        else:
            unexplained.append(f'{kind} {value!r}: ours {ours["result"]} {ours["reason"]} {ours["value"]}, theirs {theirs}')
    for line in unexplained[:50]:
        print('#', line)
    for kind in sorted(seen):
        print(f'# {seen[kind]} {kind}')
    for name in RULES:
        print(f'# {used[name]} deviations: {name}: {reasons().get(name, "NO REASON")}')
    checks = [
        (not unexplained, f'no unexplained difference in {count} values ({len(unexplained)} found)'),
        (0.2 * count < valid < 0.8 * count, f'a fair part of the values is valid ({valid})'),
        (set(reasons()) == set(RULES), 'each deviation has a reason and each reason a deviation'),
        (all(used.values()), 'every deviation occurs'),
        (all(seen.get(kind, 0) > count / 50 for kind in KINDS), 'every kind has its share'),
    ]
    for number, (passed, sentence) in enumerate(checks, 1):
        print(f'{"ok" if passed else "not ok"} {number} - {sentence}')
    print(f'1..{len(checks)}')
    sys.exit(0 if all(passed for passed, _ in checks) else 1)


main()
