#include "member_head.h"

#include "base/json.h"
#include "base/number.h"

void member_head_print(const struct member_head *head, struct buf *out)
{
    struct json_out json;

    json_out_init(&json, out);
    json_open(&json, '{');
    json_key_i64(&json, "member", head->number);
    json_key_string(&json, "format", bytes_of(format_name(head->format)));
    if (head->profile_text.n > 0)
        json_key_string(&json, "profile", head->profile_text);
    json_close(&json, '}');
}

enum status member_head_parse(struct op *op, struct bytes text, struct member_head *ret)
{
    struct json *json;
    enum status st = json_parse(op, text, &json);
    const struct json *number = st == ST_OK ? json_find(json, "member") : NULL;

    if (number == NULL || number->type != JSON_NUMBER || !parse_i64(number->text, &ret->number) ||
        !format_find(json_find_text(json, "format"), &ret->format))
        return op_fail(op, ST_BUG, "a stored file of a container cannot be read");
    ret->profile_text = json_find_text(json, "profile");
    return ST_OK;
}
