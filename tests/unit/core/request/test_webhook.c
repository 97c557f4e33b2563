#include <criterion/criterion.h>

#include "base/annotate.h"
#include "core/webhook.h"

static struct arena *arena;
static struct bytes key;

/* The example of the Standard Webhooks specification. */
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID BYTES("msg_p5jXN8AQM9LWM0D4loKWxJek")
#define SECONDS 1614265330
#define BODY BYTES("{\"test\": 2432232314}")
#define SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

static void make_key(void)
{
    arena = arena_new(1 << 20);
    cr_assert(webhook_key_parse(arena, BYTES(SECRET), &key));
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(webhook, .init = make_key, .fini = free_arena);

Test(webhook, signs_as_the_specification_does)
{
    struct bytes signature = webhook_sign(arena, key, ID, SECONDS, BODY);

    cr_assert(bytes_is(signature, SIGNATURE), "%.*s", (int)signature.n, signature.p);
}

Test(webhook, finds_its_signature_among_several)
{
    cr_assert(webhook_check(arena, key, ID, SECONDS, BODY, BYTES(SIGNATURE)));
    cr_assert(webhook_check(arena, key, ID, SECONDS, BODY, BYTES("v1a,abc v1,xyz " SIGNATURE " v1,")));
    cr_assert_not(webhook_check(arena, key, ID, SECONDS, BODY, BYTES("")));
    cr_assert_not(webhook_check(arena, key, ID, SECONDS, BODY, BYTES("v1,g0hM9SsE")));
}

Test(webhook, notices_any_change)
{
    cr_assert_not(webhook_check(arena, key, ID, SECONDS + 1, BODY, BYTES(SIGNATURE)));
    cr_assert_not(webhook_check(arena, key, BYTES("msg_2"), SECONDS, BODY, BYTES(SIGNATURE)));
    cr_assert_not(webhook_check(arena, key, ID, SECONDS, BYTES("{\"test\": 2432232315}"), BYTES(SIGNATURE)));
    cr_assert_not(webhook_check(arena, (struct bytes){key.p, key.n - 1}, ID, SECONDS, BODY, BYTES(SIGNATURE)));
}

Test(webhook, refuses_what_is_no_key)
{
    static const char *const bad[] = {
        "", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_***", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS"};

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        cr_assert_not(webhook_key_parse(arena, bytes_of(bad[i]), &key), "%s", bad[i]);
}
