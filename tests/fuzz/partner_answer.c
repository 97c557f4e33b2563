/* What a partner's server answers, and the texts of a partner's configuration: the first byte says which, the rest is the text. */
#include <string.h>

#include "base/json.h"
#include "core/request_message.h"
#include "core/request_route.h"
#include "core/webhook.h"
#include "edge/network.h"
#include "fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

/* Only JSON with "received": true confirms, and a reference is text that can be shown. */
static void answer(struct arena *arena, struct bytes text)
{
    struct request_answer answer = {.connected = true, .answered = true, .http_status = 200, .body = text};
    struct bytes reference;
    const char *why = NULL;
    struct op op;
    struct json *tree = NULL;
    bool received;

    op_init(&op, arena, 0, "");
    received = json_parse(&op, text, &tree) == ST_OK && tree->type == JSON_OBJECT && json_find(tree, "received") != NULL &&
               json_find(tree, "received")->type == JSON_TRUE;
    MUST(request_answer_judge(arena, &answer, &reference, &why) == (received ? ANSWER_received : ANSWER_unknown));
    MUST(why != NULL);
    for (size_t i = 0; i < reference.n; i++)
        MUST((unsigned char)reference.p[i] >= 0x20 && reference.p[i] != 0x7F);
    MUST(reference.n <= 100);
}

static void networks(struct arena *arena, struct bytes text)
{
    struct network_list list;

    if (!network_list_parse(arena, text, &list))
        return;
    for (size_t i = 0; i < list.count; i++)
        MUST(list.items[i].bits <= (list.items[i].family == AF_INET ? 32 : 128));
}

static void key(struct arena *arena, struct bytes text)
{
    struct bytes key;

    if (!webhook_key_parse(arena, text, &key))
        return;
    MUST(key.n >= 24 && key.n <= 64);
    MUST(webhook_check(arena, key, BYTES("id"), 1, text, webhook_sign(arena, key, BYTES("id"), 1, text)));
}

/* A route that fits is a prefix of a name that splits. */
static void route(struct arena *arena, struct bytes text)
{
    struct request_route routes[] = {{BYTES("iban"), BYTES("DE"), BYTES("b")},
                                     {BYTES("wallet"), BYTES("pay"), BYTES("w")},
                                     {BYTES("iban"), BYTES(""), BYTES("a")}};
    struct bytes scheme, account;
    size_t count = request_route_order(arena, text, routes, COUNT_OF(routes));

    if (!request_route_split(text, &scheme, &account)) {
        MUST(count == 0);
        return;
    }
    MUST(scheme.n > 0 && account.n > 0 && scheme.n + account.n + 9 == text.n);
    for (size_t i = 0; i < count; i++)
        MUST(bytes_equal(routes[i].scheme, scheme));
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static void (*const parts[])(struct arena *, struct bytes) = {answer, networks, key, route};
    static struct arena *arena;

    if (n == 0)
        return 0;
    if (arena == NULL)
        arena = arena_new((size_t)64 << 20);
    parts[input[0] % COUNT_OF(parts)](arena, (struct bytes){(const char *)input + 1, n - 1});
    arena_reset(arena);
    return 0;
}
