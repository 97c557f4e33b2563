#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "core/ident/check_digit.h"

Test(check_digit, luhn_accepts_the_standard_examples_and_finds_each_single_error)
{
    static const char *const valid[] = {"79927398713", "49927398716", "1234567812345670", "0", "18"};

    for (size_t i = 0; i < COUNT_OF(valid); i++) {
        char text[32];
        size_t n = strlen(valid[i]);

        memcpy(text, valid[i], n);
        cr_assert(luhn_valid(text, n), "%s", valid[i]);
        cr_assert_eq((char)('0' + luhn_digit(text, n - 1)), text[n - 1]);
        for (size_t at = 0; at < n; at++)
            for (char c = '0'; c <= '9'; c++) {
                char old = text[at];

                text[at] = c;
                cr_assert_eq(luhn_valid(text, n), c == old);
                text[at] = old;
            }
    }
}

/* ISO 7064: 794 is completed to 79444 by MOD 97-10; 0794 to 07945 by MOD 11-10. */
Test(check_digit, iso_7064_systems_agree_with_the_standard)
{
    cr_assert(mod97_10_valid("79444", 5));
    cr_assert_not(mod97_10_valid("79445", 5));
    cr_assert(mod97_10_valid("9999123456789012141490", 22));
    cr_assert(mod11_10_valid("07945", 5));
    cr_assert_not(mod11_10_valid("07946", 5));
    cr_assert_not(mod11_10_valid("", 0));
}

Test(check_digit, mod97_of_a_long_text_is_that_of_its_parts)
{
    const char *text = "3214282912345698765432161182ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ0";
    size_t n = strlen(text);
    unsigned whole = mod97(0, text, n);

    for (size_t cut = 0; cut <= n; cut++)
        cr_assert_eq(mod97(mod97(0, text, cut), text + cut, n - cut), whole);
}
