#include "core/ident/check_digit.h"

static unsigned luhn_sum(const char *digits, size_t n, bool double_last)
{
    static const unsigned char doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    unsigned sum = 0;

    while (n-- > 0) {
        unsigned digit = (unsigned)(digits[n] - '0');

        sum += double_last ? doubled[digit] : digit;
        double_last = !double_last;
    }
    return sum;
}

unsigned luhn_remainder(const char *digits, size_t n)
{
    return luhn_sum(digits, n, false) % 10;
}

bool luhn_valid(const char *digits, size_t n)
{
    return luhn_remainder(digits, n) == 0;
}

unsigned luhn_digit(const char *digits, size_t n)
{
    return (10 - luhn_sum(digits, n, true) % 10) % 10;
}

/* Remainders are taken only when the next step could pass 64 bits. */
unsigned mod97(unsigned remainder, const char *text, size_t n)
{
    uint64_t number = remainder;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];

        number = c <= '9' ? number * 10 + (c - '0') : number * 100 + (c - 'A' + 10);
        if (number > UINT64_C(100000000000000000))
            number %= 97;
    }
    return (unsigned)(number % 97);
}

bool mod97_10_valid(const char *text, size_t n)
{
    return mod97(0, text, n) == 1;
}

bool mod11_10_valid(const char *digits, size_t n)
{
    unsigned check = 10;

    for (size_t i = 0; i + 1 < n; i++) {
        check = (check + (unsigned)(digits[i] - '0')) % 10;
        check = (check == 0 ? 10 : check) * 2 % 11;
    }
    return n > 0 && (check + (unsigned)(digits[n - 1] - '0')) % 10 == 1;
}

unsigned weighted_sum(const char *digits, const unsigned char *weights, size_t n)
{
    unsigned sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (unsigned)(digits[i] - '0') * weights[i];
    return sum;
}
