#include <string.h>

#include "core/ident/check_digit.h"
#include "core/ident/compact.h"
#include "core/ident/vat.h"

static unsigned digit(char c)
{
    return (unsigned)(c - '0');
}

static unsigned number_of(const char *p, size_t n)
{
    unsigned number = 0;

    for (size_t i = 0; i < n; i++)
        number = number * 10 + digit(p[i]);
    return number;
}

static bool leap(unsigned year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Numbers of natural persons hold a date of birth. */
static bool is_date(unsigned year, unsigned month, unsigned day)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (month < 1 || month > 12 || day < 1)
        return false;
    return day <= days[month - 1] + (month == 2 && leap(year) ? 1u : 0u);
}

bool vat_austria_valid(const char *p, size_t n)
{
    return (luhn_remainder(p + 1, n - 2) + digit(p[n - 1])) % 10 == 6;
}

bool vat_belgium_valid(const char *p, size_t n)
{
    return number_of(p, n) != 0 && 97 - number_of(p, 8) % 97 == number_of(p + 8, 2);
}

static bool bulgarian_firm(const char *p)
{
    static const unsigned char weights[] = {1, 2, 3, 4, 5, 6, 7, 8}, again[] = {3, 4, 5, 6, 7, 8, 9, 10};
    unsigned check = weighted_sum(p, weights, 8) % 11;

    if (check == 10)
        check = weighted_sum(p, again, 8) % 11;
    return check % 10 == digit(p[8]);
}

/* The month is raised by 20 for the 19th century and by 40 for the 21st. */
static bool bulgarian_citizen(const char *p)
{
    static const unsigned char weights[] = {2, 4, 8, 5, 10, 9, 7, 3, 6};
    unsigned month = number_of(p + 2, 2);
    unsigned century = month > 40 ? 2000 : month > 20 ? 1800 : 1900;

    return is_date(century + number_of(p, 2),
                   month > 40   ? month - 40
                   : month > 20 ? month - 20
                                : month,
                   number_of(p + 4, 2)) &&
           weighted_sum(p, weights, 9) % 11 % 10 == digit(p[9]);
}

bool vat_bulgaria_valid(const char *p, size_t n)
{
    static const unsigned char foreigner[] = {21, 19, 17, 13, 11, 9, 7, 3, 1}, other[] = {4, 3, 2, 7, 6, 5, 4, 3, 2};

    if (n == 9)
        return bulgarian_firm(p);
    return bulgarian_citizen(p) || weighted_sum(p, foreigner, 9) % 10 == digit(p[9]) ||
           (11 - weighted_sum(p, other, 9) % 11) % 11 == digit(p[9]);
}

bool vat_cyprus_valid(const char *p, size_t n)
{
    static const unsigned char odd[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
    unsigned sum = 0;

    for (size_t i = 0; i + 1 < n; i++)
        sum += i % 2 == 0 ? odd[digit(p[i])] : digit(p[i]);
    return memcmp(p, "12", 2) != 0 && (char)('A' + sum % 26) == p[n - 1];
}

static const unsigned char weights_87654321[] = {8, 7, 6, 5, 4, 3, 2, 1};

static bool czech_firm(const char *p)
{
    unsigned check = (11 - weighted_sum(p, weights_87654321, 7) % 11) % 11;

    return p[0] != '9' && (check == 0 ? 1 : check % 10) == digit(p[7]);
}

/* Persons with a number of their own for VAT: it begins with 6, which does not count. */
static bool czech_special(const char *p)
{
    unsigned check = weighted_sum(p + 1, weights_87654321, 7) % 11;

    return p[0] == '6' && (8 + 10 - (10 - check) % 11) % 10 == digit(p[8]);
}

/* Birth number, Slovakia's too: the month is raised by 50 for women and by 20 when the day's numbers ran out; until 1953 nine
 * digits, until 1984 a remainder of 10 was written 0. */
static bool birth_number(const char *p, size_t n)
{
    unsigned year = 1900 + number_of(p, 2), month = number_of(p + 2, 2) % 50 % 20, day = number_of(p + 4, 2), check;

    if (n == 9)
        return (year >= 1980 ? year - 100 : year) <= 1953 && is_date(year >= 1980 ? year - 100 : year, month, day);
    if (year < 1954)
        year += 100;
    check = number_of(p, 9) % 11;
    return is_date(year, month, day) && (year < 1985 ? check % 10 : check) == digit(p[9]);
}

bool vat_czechia_valid(const char *p, size_t n)
{
    if (n == 8)
        return czech_firm(p);
    return n == 9 && p[0] == '6' ? czech_special(p) : birth_number(p, n);
}

bool vat_germany_valid(const char *p, size_t n)
{
    return p[0] != '0' && mod11_10_valid(p, n);
}

bool vat_denmark_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {2, 7, 6, 5, 4, 3, 2, 1};

    return p[0] != '0' && weighted_sum(p, weights, n) % 11 == 0;
}

bool vat_estonia_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {3, 7, 1, 3, 7, 1, 3, 7, 1};

    return weighted_sum(p, weights, n) % 10 == 0;
}

bool vat_greece_valid(const char *p, size_t n)
{
    unsigned check = 0;

    for (size_t i = 0; i + 1 < n; i++)
        check = check * 2 + digit(p[i]);
    return check * 2 % 11 % 10 == digit(p[n - 1]);
}

static bool spanish_person(unsigned number, char check)
{
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == check;
}

/* A firm's check is a digit or the letter that stands for it. */
static bool spanish_firm(const char *p)
{
    unsigned check = luhn_digit(p + 1, 7);

    return digit(p[8]) == check || "JABCDEFGHI"[check] == p[8];
}

bool vat_spain_valid(const char *p, size_t n)
{
    if (ascii_digit(p[0]))
        return spanish_person(number_of(p, n - 1), p[n - 1]);
    if (strchr("KLM", p[0]) != NULL)
        return spanish_person(number_of(p + 1, 7), p[n - 1]);
    if (strchr("XYZ", p[0]) != NULL)
        return spanish_person((unsigned)(p[0] - 'X') * 10000000 + number_of(p + 1, 7), p[n - 1]);
    return strchr("ABCDEFGHJNPQRSUVW", p[0]) != NULL && spanish_firm(p);
}

bool vat_finland_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {7, 9, 10, 5, 8, 4, 2, 1};

    return weighted_sum(p, weights, n) % 11 == 0;
}

/* A key with a letter: letters count from 10, without I and O. */
static bool french_letter_key(const char *p)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    const char *first = strchr(alphabet, p[0]), *second = strchr(alphabet, p[1]);
    unsigned key;

    if (first == NULL || second == NULL)
        return false;
    key = ascii_digit(p[0]) ? (unsigned)(first - alphabet) * 24 + (unsigned)(second - alphabet) - 10
                            : (unsigned)(first - alphabet) * 34 + (unsigned)(second - alphabet) - 100;
    return (number_of(p + 2, 9) + 1 + key / 11) % 11 == key % 11;
}

/* Firms in Monaco have numbers that begin with 000 and are no SIREN. */
bool vat_france_valid(const char *p, size_t n)
{
    if (memcmp(p + 2, "000", 3) != 0 && !luhn_valid(p + 2, n - 2))
        return false;
    if (!all_digits(p, 2))
        return french_letter_key(p);
    return mod97(mod97(0, p + 2, 9), "12", 2) == number_of(p, 2);
}

/* Government departments are numbered below 500, health authorities from 500. */
static bool british_department(const char *p, size_t n)
{
    unsigned number = number_of(p + (n == 5 ? 2 : 6), 3);

    if ((p[0] == 'G') != (number < 500))
        return false;
    return n == 5 || number % 97 == number_of(p + 9, 2);
}

bool vat_britain_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {8, 7, 6, 5, 4, 3, 2, 10, 1};
    unsigned check;

    if (!ascii_digit(p[0]))
        return british_department(p, n);
    check = weighted_sum(p, weights, sizeof(weights)) % 97;
    return check == 0 || (p[0] != '0' && (check == 42 || check == 55));
}

bool vat_croatia_valid(const char *p, size_t n)
{
    return mod11_10_valid(p, n);
}

bool vat_hungary_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {9, 7, 3, 1, 9, 7, 3, 1};

    return weighted_sum(p, weights, n) % 10 == 0;
}

/* The alphabet of the check letter, W for 0; the second letter of newer numbers counts nine times. */
static bool irish_check(const char *seven_digits, char extra, char check)
{
    static const char alphabet[] = "WABCDEFGHIJKLMNOPQRSTUV";
    const char *place = extra == '\0' ? alphabet : strchr(alphabet, extra);

    if (place == NULL)
        return false;
    return alphabet[(weighted_sum(seven_digits, weights_87654321, 7) + 9 * (unsigned)(place - alphabet)) % 23] == check;
}

bool vat_ireland_valid(const char *p, size_t n)
{
    char digits[7] = {'0', p[2], p[3], p[4], p[5], p[6], p[0]};

    if (ascii_digit(p[1]))
        return irish_check(p, n == 9 ? p[8] : '\0', p[7]);
    return irish_check(digits, '\0', p[7]);
}

/* The three digits before the last name the province that gave the number out. */
bool vat_italy_valid(const char *p, size_t n)
{
    unsigned office = number_of(p + 7, 3);

    return number_of(p, 7) != 0 &&
           ((office >= 1 && office <= 100) || office == 120 || office == 121 || office == 888 || office == 999) &&
           luhn_valid(p, n);
}

bool vat_lithuania_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2}, again[] = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4};
    unsigned check = weighted_sum(p, weights, n - 1) % 11;

    if (check == 10)
        check = weighted_sum(p, again, n - 1) % 11 % 10;
    return p[n - 2] == '1' && check == digit(p[n - 1]);
}

bool vat_luxembourg_valid(const char *p, size_t n)
{
    (void)n;
    return number_of(p, 6) % 89 == number_of(p + 6, 2);
}

/* A firm's number begins with 4 to 9. A person's holds the date of birth; those given out since 2017 begin with 32 and hold none. */
bool vat_latvia_valid(const char *p, size_t n)
{
    static const unsigned char firm[] = {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1}, person[] = {10, 5, 8, 4, 2, 1, 6, 3, 7, 9};

    if (p[0] > '3')
        return weighted_sum(p, firm, n) % 11 == 3;
    if (memcmp(p, "32", 2) != 0 && !is_date(1800 + 100 * digit(p[6]) + number_of(p + 4, 2), number_of(p + 2, 2), number_of(p, 2)))
        return false;
    return (1 + weighted_sum(p, person, n - 1)) % 11 % 10 == digit(p[n - 1]);
}

bool vat_malta_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {3, 4, 6, 7, 8, 9, 10, 1};

    return p[0] != '0' && weighted_sum(p, weights, n) % 37 == 0;
}

/* A citizen's or firm's number is weighted; since 2020 sole traders have one that makes the whole, with NL, 1 modulo 97. */
bool vat_netherlands_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {9, 8, 7, 6, 5, 4, 3, 2};

    if (number_of(p, 9) == 0 || number_of(p + 10, 2) == 0)
        return false;
    return weighted_sum(p, weights, 8) % 11 == digit(p[8]) || mod97(mod97(0, "NL", 2), p, n) == 1;
}

bool vat_poland_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {6, 5, 7, 2, 3, 4, 5, 6, 7};

    return weighted_sum(p, weights, n - 1) % 11 == digit(p[n - 1]);
}

bool vat_portugal_valid(const char *p, size_t n)
{
    static const unsigned char weights[] = {9, 8, 7, 6, 5, 4, 3, 2};

    return p[0] != '0' && (11 - weighted_sum(p, weights, n - 1) % 11) % 11 % 10 == digit(p[n - 1]);
}

static bool romanian_firm(const char *p, size_t n)
{
    static const unsigned char weights[] = {7, 5, 3, 2, 1, 7, 5, 3, 2};

    return p[0] != '0' && 10 * weighted_sum(p, weights + sizeof(weights) - (n - 1), n - 1) % 11 % 10 == digit(p[n - 1]);
}

/* The first digit tells sex and century. */
static bool romanian_person(const char *p)
{
    static const unsigned char weights[] = {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9};
    unsigned century = p[0] == '3' || p[0] == '4' ? 1800 : p[0] == '5' || p[0] == '6' ? 2000 : 1900;
    unsigned check = weighted_sum(p, weights, 12) % 11;

    return p[0] != '0' && is_date(century + number_of(p + 1, 2), number_of(p + 3, 2), number_of(p + 5, 2)) &&
           (check == 10 ? 1 : check) == digit(p[12]);
}

bool vat_romania_valid(const char *p, size_t n)
{
    return n == 13 ? romanian_person(p) : romanian_firm(p, n);
}

bool vat_sweden_valid(const char *p, size_t n)
{
    return luhn_valid(p, n - 2);
}

bool vat_slovenia_valid(const char *p, size_t n)
{
    unsigned check = 11 - weighted_sum(p, weights_87654321, n - 1) % 11;

    return p[0] != '0' && check != 11 && check % 10 == digit(p[n - 1]);
}

/* A firm's number is divisible by 11 and has 2, 3, 4, 7, 8 or 9 in third place; a person may use the birth number. */
bool vat_slovakia_valid(const char *p, size_t n)
{
    if (birth_number(p, n))
        return true;
    return n == 10 && p[0] != '0' && strchr("234789", p[2]) != NULL && (number_of(p, 9) % 11 * 10 + digit(p[9])) % 11 == 0;
}
