#include "core/ident/check_digit.h"
#include "core/ident/iban.h"

typedef bool national_check(const char *bban, size_t n);

static const unsigned char weights_9731[] = {9, 7, 3, 1, 9, 7, 3, 1, 9, 7, 3, 1, 9, 7, 3};
static const unsigned char weights_371[] = {7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7};

static unsigned digit(char c)
{
    return (unsigned)(c - '0');
}

/* Digits behind which stands what is missing to a multiple of ten. */
static bool complement10_valid(const char *digits, const unsigned char *weights, size_t n)
{
    return (weighted_sum(digits, weights, n) + digit(digits[n])) % 10 == 0;
}

static bool whole97_valid(const char *bban, size_t n)
{
    return mod97_10_valid(bban, n);
}

/* The French clé RIB: A..I and J..R count 1..9, S..Z 2..9. */
static bool rib_valid(const char *bban, size_t n)
{
    unsigned remainder = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bban[i];
        unsigned value = (unsigned)(c <= '9' ? c - '0' : c < 'S' ? (c - 'A') % 9 + 1 : c - 'S' + 2);

        remainder = (remainder * 10 + value) % 97;
    }
    return remainder == 0;
}

static bool albania_valid(const char *bban, size_t n)
{
    (void)n;
    return complement10_valid(bban, weights_9731, 7);
}

static bool belgium_valid(const char *bban, size_t n)
{
    unsigned remainder = mod97(0, bban, n - 2);

    return mod97(0, bban + n - 2, 2) == remainder % 97 && (remainder != 0 || bban[n - 2] == '9');
}

static bool croatia_valid(const char *bban, size_t n)
{
    return mod11_10_valid(bban, 7) && mod11_10_valid(bban + 7, n - 7);
}

/* Slovakia too: the account's prefix and number are each divisible by 11 when weighted. */
static bool czechia_valid(const char *bban, size_t n)
{
    static const unsigned char weights[] = {6, 3, 7, 9, 10, 5, 8, 4, 2, 1};

    (void)n;
    return weighted_sum(bban + 4, weights + 4, 6) % 11 == 0 && weighted_sum(bban + 10, weights, 10) % 11 == 0;
}

static bool estonia_valid(const char *bban, size_t n)
{
    return complement10_valid(bban + 2, weights_371, n - 3);
}

static bool finland_valid(const char *bban, size_t n)
{
    return luhn_valid(bban, n);
}

static bool hungary_valid(const char *bban, size_t n)
{
    (void)n;
    return complement10_valid(bban, weights_9731, 7) && complement10_valid(bban + 8, weights_9731, 15);
}

/* The holder's national id (kennitala) closes the BBAN; its ninth digit checks the first eight. */
static bool iceland_valid(const char *bban, size_t n)
{
    static const unsigned char weights[] = {3, 2, 7, 6, 5, 4, 3, 2, 1};

    return weighted_sum(bban + n - 10, weights, 9) % 11 == 0;
}

/* San Marino too: the CIN letter. Characters at odd places (the first is odd) have values of their own, 0-9 as A-J. */
static bool italy_valid(const char *bban, size_t n)
{
    static const unsigned char odd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                        20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    unsigned sum = 0;

    for (size_t i = 1; i < n; i++) {
        unsigned value = (unsigned)(bban[i] <= '9' ? bban[i] - '0' : bban[i] - 'A');

        sum += i % 2 == 1 ? odd[value] : value;
    }
    return (char)('A' + sum % 26) == bban[0];
}

static bool norway_valid(const char *bban, size_t n)
{
    static const unsigned char weights[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};

    return weighted_sum(bban, weights, n) % 11 == 0;
}

static bool poland_valid(const char *bban, size_t n)
{
    static const unsigned char weights[] = {3, 9, 7, 1, 3, 9, 7};

    (void)n;
    return complement10_valid(bban, weights, sizeof(weights));
}

static unsigned spain_digit(const char *digits, size_t n)
{
    static const unsigned char weights[] = {1, 2, 4, 8, 5, 10, 9, 7, 3, 6};
    unsigned check = 11 - weighted_sum(digits, weights + sizeof(weights) - n, n) % 11;

    return check == 11 ? 0 : check == 10 ? 1 : check;
}

static bool spain_valid(const char *bban, size_t n)
{
    (void)n;
    return spain_digit(bban, 8) == digit(bban[8]) && spain_digit(bban + 10, 10) == digit(bban[9]);
}

bool iban_national_valid(enum iban_national national, const char *bban, size_t n)
{
    static national_check *const checks[] = {
#define IBAN_NATIONAL(name) [IBAN_NATIONAL_##name] = name##_valid,
#include "core/ident/iban_national.def"
#undef IBAN_NATIONAL
    };

    return checks[national] == NULL || checks[national](bban, n);
}
