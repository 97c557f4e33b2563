/* Claims, settlements, the dead, and holds against many senders at once. */
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "request_fixture.h"

static struct fixture fixture;
static const struct outbox_policy policy = {.lease_ms = 60000, .per_partner = 2, .most_attempts = 1000000, .back_off = {1, 1}};

static void open_fixture(void)
{
    fixture_open(&fixture);
    fixture_sql(
        &fixture,
        "UPDATE outbox SET state = 'cancelled', claimed_by = NULL, lease_until = NULL WHERE state IN ('ready', 'sending')");
}

static void close_fixture(void)
{
    fixture_close(&fixture);
}

TestSuite(outbox_store, .init = open_fixture, .fini = close_fixture, .timeout = 120);

static int64_t released(struct bytes partner, int number)
{
    int64_t id = fixture_draft(&fixture, partner, number);

    cr_assert_eq(fixture_approve(&fixture, id, 0), REQUEST_le_released);
    return id;
}

static struct delivery claim(int64_t sender)
{
    struct delivery delivery = {0};
    enum status st = outbox_claim(&fixture.op, fixture.db, sender, &policy, &delivery);

    cr_assert(st == ST_OK || st == ST_NOTFOUND, "%s", fixture.op.cause);
    return delivery;
}

static void settle(const struct delivery *delivery, int64_t sender, enum request_verdict verdict)
{
    struct delivery_result result = {.verdict = verdict, .why = "test"};

    fixture_ok(&fixture, outbox_settle(&fixture.op, fixture.db, delivery, sender, &policy, &result));
}

static int64_t new_sender(void)
{
    int64_t sender;

    fixture_ok(&fixture, outbox_sender(&fixture.op, fixture.db, &sender));
    return sender;
}

Test(outbox_store, gives_turns_to_partners_one_after_the_other)
{
    struct bytes a = fixture_partner(&fixture, "a"), b = fixture_partner(&fixture, "b");
    int64_t sender = new_sender();
    struct delivery first, second, third, fourth, none;

    for (int i = 1; i <= 5; i++)
        released(a, i);
    released(b, 1);
    released(b, 2);
    first = claim(sender);
    second = claim(sender);
    third = claim(sender);
    fourth = claim(sender);
    none = claim(sender);
    cr_assert(bytes_equal(first.partner, a) && bytes_equal(second.partner, b));
    cr_assert(bytes_equal(third.partner, a) && bytes_equal(fourth.partner, b));
    cr_assert_eq(none.outbox, 0, "no partner has more in flight than two");
}

Test(outbox_store, lets_a_partner_that_fails_wait_alone)
{
    struct bytes a = fixture_partner(&fixture, "fails"), b = fixture_partner(&fixture, "works");
    int64_t sender = new_sender();
    struct delivery delivery;

    released(a, 1);
    released(a, 2);
    delivery = claim(sender);
    settle(&delivery, sender, ANSWER_later);
    cr_assert_eq(claim(sender).outbox, 0, "its other message waits too");
    released(b, 1);
    cr_assert(bytes_equal(claim(sender).partner, b));
    fixture.op.now_us += 2;
    delivery = claim(sender);
    cr_assert(bytes_equal(delivery.partner, a));
    cr_assert_eq(claim(sender).outbox, 0, "and only one is tried");
    settle(&delivery, sender, ANSWER_received);
    cr_assert(bytes_equal(claim(sender).partner, a), "until it works again");
}

Test(outbox_store, keeps_the_key_and_counts_the_attempts)
{
    struct bytes partner = fixture_partner(&fixture, "key");
    int64_t sender = new_sender();
    struct delivery first, second;

    released(partner, 1);
    first = claim(sender);
    settle(&first, sender, ANSWER_unknown);
    fixture.op.now_us += 2;
    second = claim(sender);
    cr_assert_eq(first.outbox, second.outbox);
    cr_assert_eq(uuid_compare(&first.key, &second.key), 0);
    cr_assert_eq(second.attempt, 2);
    cr_assert(bytes_equal(first.body, second.body));
}

Test(outbox_store, settles_each_delivery_once_and_by_its_sender_alone)
{
    struct delivery_result result = {.verdict = ANSWER_received, .why = "test"};
    struct bytes partner = fixture_partner(&fixture, "once");
    int64_t sender = new_sender();
    struct delivery delivery;

    released(partner, 1);
    delivery = claim(sender);
    cr_assert_eq(outbox_settle(&fixture.op, fixture.db, &delivery, sender + 1, &policy, &result), ST_CONFLICT);
    op_clear(&fixture.op);
    settle(&delivery, sender, ANSWER_received);
    cr_assert_eq(outbox_settle(&fixture.op, fixture.db, &delivery, sender, &policy, &result), ST_CONFLICT);
}

static const char *row_state(int64_t outbox)
{
    PGresult *res = PQexec(db_connection(fixture.db),
                           arena_printf(fixture.arena, "SELECT state FROM outbox WHERE outbox_id = %lld", (long long)outbox));
    char *state = arena_strdup(fixture.arena, PQgetvalue(res, 0, 0));

    PQclear(res);
    return state;
}

/* Alive: its lock is held. Not yet over: its lease. Both must have ended. */
Test(outbox_store, takes_a_sender_for_dead_only_without_lock_and_lease)
{
    struct bytes partner = fixture_partner(&fixture, "dead");
    AUTO(db_close) struct db *other = fixture_connect(&fixture.op, "efc_deliver");
    struct delivery delivery;
    int64_t sender;

    released(partner, 1);
    fixture_ok(&fixture, outbox_sender(&fixture.op, other, &sender));
    fixture_ok(&fixture, outbox_claim(&fixture.op, other, sender, &policy, &delivery));
    fixture_sql(&fixture, "UPDATE outbox SET lease_until = '-infinity' WHERE state = 'sending'");
    fixture_ok(&fixture, outbox_settle_dead(&fixture.op, fixture.db, 0));
    cr_assert_str_eq(row_state(delivery.outbox), "sending", "its lock is held");
    fixture_sql(&fixture, "UPDATE outbox SET lease_until = 'infinity' WHERE state = 'sending'");
    db_close(&other);
    fixture_sql(&fixture, "SELECT pg_sleep(0.2)"); /* the server sees the end of the connection */
    fixture_ok(&fixture, outbox_settle_dead(&fixture.op, fixture.db, 0));
    cr_assert_str_eq(row_state(delivery.outbox), "sending", "its lease is not over");
    fixture_sql(&fixture, "UPDATE outbox SET lease_until = '-infinity' WHERE state = 'sending'");
    fixture_ok(&fixture, outbox_settle_dead(&fixture.op, fixture.db, 0));
    cr_assert_str_eq(row_state(delivery.outbox), "ready");
}

/* ---- the race ---- */

#define RACE_ENDPOINTS 60
#define RACE_PARTNERS 12 /* a partner that fails has one delivery in flight */
#define RACE_SENDERS 6
#define RACE_HOLDERS 4

/* What all processes see. A delivery "sends a byte" by looking whether a hold on its endpoint is effective already. */
struct race {
    volatile int effective[RACE_ENDPOINTS + 1];
    volatile int bytes_sent;
    volatile int bytes_too_late;
    volatile int errors;
    volatile int next;
    volatile int stop;
    int64_t request[RACE_ENDPOINTS + 1];
};

static int endpoint_of(const struct race *race, int64_t request)
{
    for (int i = 1; i <= RACE_ENDPOINTS; i++)
        if (race->request[i] == request)
            return i;
    return 0;
}

static void send_bytes(struct race *race, int endpoint, unsigned pause_us)
{
    for (int byte = 0; byte < 3; byte++) {
        __sync_fetch_and_add(&race->bytes_sent, 1);
        __sync_fetch_and_add(&race->bytes_too_late, race->effective[endpoint]);
        usleep(pause_us);
    }
}

/* Claims and sends until it is told to stop; now and then it dies in flight. */
static void race_sender(struct race *race, unsigned seed)
{
    struct outbox_policy fast = {.lease_ms = 0, .per_partner = 1000, .most_attempts = 1000000, .back_off = {1, 1}};
    struct delivery_result later = {.verdict = ANSWER_unknown, .why = "test"};
    struct arena *arena = arena_new((size_t)64 << 20);
    struct delivery delivery;
    struct db *db = NULL;
    struct op op;
    int64_t sender;

    op_init(&op, arena, NOW_US, "sender");
    if (db_open(&op, getenv("EFC_TEST_DB"), "efc_deliver", &db) != ST_OK || outbox_sender(&op, db, &sender) != ST_OK)
        _exit(1);
    while (!race->stop) {
        arena_reset(arena);
        op_init(&op, arena, NOW_US + clock_monotonic_us(), "sender");
        enum status st = outbox_claim(&op, db, sender, &fast, &delivery);

        if (st == ST_NOTFOUND || st == ST_RETRY) {
            usleep(1000);
            continue;
        }
        if (st != ST_OK)
            _exit(1);
        send_bytes(race, endpoint_of(race, delivery.request), (unsigned)rand_r(&seed) % 3000);
        if (rand_r(&seed) % 40 == 0)
            _exit(0);
        later.random = (uint64_t)rand_r(&seed);
        st = outbox_settle(&op, db, &delivery, sender, &fast, &later);
        if (st != ST_OK && st != ST_RETRY)
            _exit(2);
    }
    _exit(0);
}

static enum status race_hold(struct op *op, struct db *db, const struct race *race, int endpoint, struct fixture *names,
                             const struct bytes *partners)
{
    struct entity entity = fixture_endpoint(names, partners[endpoint % RACE_PARTNERS], endpoint);
    struct hold hold = {entity.id, entity.name, BYTES("police-one"), BYTES("race"), NOW_US * 2};
    int64_t id = 0, in_flight = 1;
    enum status st = hold_place(op, db, &hold, &id);

    while (st == ST_OK && in_flight > 0 && !race->stop) {
        st = hold_settle(op, db, id, &in_flight);
        usleep(500);
    }
    return st == ST_OK && in_flight == 0 ? hold_set_effective(op, db, id) : st;
}

static void race_holder(struct race *race, const struct bytes *partners)
{
    struct fixture names = {.arena = arena_new((size_t)64 << 20)};
    struct db *db = NULL;
    struct op op;
    int endpoint;

    op_init(&op, names.arena, NOW_US, "inspector");
    if (db_open(&op, getenv("EFC_TEST_DB"), "efc_review", &db) != ST_OK)
        _exit(1);
    while ((endpoint = __sync_add_and_fetch(&race->next, 1)) <= RACE_ENDPOINTS) {
        op_init(&op, names.arena, NOW_US + clock_monotonic_us(), "inspector");
        usleep((unsigned)endpoint * 7919 % 120000);
        if (race_hold(&op, db, race, endpoint, &names, partners) != ST_OK) {
            dprintf(2, "holder: %s\n", op.cause);
            __sync_fetch_and_add(&race->errors, 1);
        }
        race->effective[endpoint] = 1;
    }
    _exit(0);
}

static pid_t start_sender(struct race *race, unsigned seed)
{
    pid_t child = fork();

    if (child == 0)
        race_sender(race, seed);
    return child;
}

/* Starts a new sender for each that has died, until the holders are done. */
static void run_race(struct race *race, const pid_t *holders)
{
    unsigned seed = 1;
    int holding = RACE_HOLDERS, status;

    for (int i = 0; i < RACE_SENDERS; i++)
        start_sender(race, seed++);
    while (holding > 0) {
        pid_t ended = wait(&status);
        bool holder = false;

        for (int i = 0; i < RACE_HOLDERS; i++)
            holder |= holders[i] == ended;
        holding -= holder;
        race->errors += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
        if (!holder)
            start_sender(race, seed++);
    }
    usleep(300000); /* the senders go on with all endpoints under an effective hold */
    race->stop = 1;
    while (wait(&status) > 0)
        race->errors += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

Test(outbox_store, lets_no_byte_leave_after_a_hold_is_effective)
{
    struct race *race = mmap(NULL, sizeof(*race), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct bytes partners[RACE_PARTNERS];
    pid_t holders[RACE_HOLDERS];

    for (int i = 0; i < RACE_PARTNERS; i++)
        partners[i] = fixture_partner(&fixture, "race");
    for (int i = 1; i <= RACE_ENDPOINTS; i++)
        race->request[i] = released(partners[i % RACE_PARTNERS], i);
    db_close(&fixture.db);
    for (int i = 0; i < RACE_HOLDERS; i++)
        if ((holders[i] = fork()) == 0)
            race_holder(race, partners);
    run_race(race, holders);
    cr_log_info("%d bytes sent during the race", race->bytes_sent);
    cr_assert_eq(race->errors, 0);
    cr_assert_gt(race->bytes_sent, RACE_ENDPOINTS);
    cr_assert_eq(race->bytes_too_late, 0, "%d of %d bytes came too late", race->bytes_too_late, race->bytes_sent);
}
