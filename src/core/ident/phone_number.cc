#include "core/ident/phone_number.h"

#include <cstring>
#include <string>

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::NullLogger;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

void phone_number_quiet(void)
{
    PhoneNumberUtil::GetInstance()->SetLogger(new NullLogger());
}

/* Reading "+43 0..." takes a national prefix off, which the canonical form must not have either. */
static void settle(const PhoneNumberUtil &util, PhoneNumber *number, std::string *e164)
{
    PhoneNumber again;
    std::string text;

    while (util.Parse(*e164, "ZZ", &again) == PhoneNumberUtil::NO_PARSING_ERROR) {
        util.Format(again, PhoneNumberUtil::E164, &text);
        if (text.size() >= e164->size())
            return;
        *number = again;
        *e164 = text;
    }
}

/* Possible, but in no known range: the canonical form is the one that reads as itself. */
static enum phone_verdict judge_invalid(const PhoneNumberUtil &util, PhoneNumber *number, std::string *e164)
{
    settle(util, number, e164);
    if (!util.IsPossibleNumber(*number))
        return PHONE_NONE;
    return util.IsValidNumber(*number) ? PHONE_VALID : PHONE_POSSIBLE;
}

enum phone_verdict phone_number_read(const char *text, size_t n, const char *country, char ret_e164[PHONE_E164_ROOM])
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    enum phone_verdict verdict = PHONE_VALID;
    PhoneNumber number;
    std::string e164;

    if (util.Parse(std::string(text, n), country, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return PHONE_NONE;
    util.Format(number, PhoneNumberUtil::E164, &e164);
    if (!util.IsValidNumber(number)) /* each question costs microseconds: what is valid is possible */
        verdict = util.IsPossibleNumber(number) ? judge_invalid(util, &number, &e164) : PHONE_NONE;
    if (e164.size() >= PHONE_E164_ROOM)
        return PHONE_NONE;
    memcpy(ret_e164, e164.c_str(), e164.size() + 1);
    return verdict;
}
