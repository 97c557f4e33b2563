#include "edge/deliver.h"

#include <curl/curl.h>
#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/request_store.h"

#define IDLE_MS 500 /* longest sleep: a signal or a due time is seen no later */

/* One delivery under way, in its own unit of work. */
struct slot {
    struct arena *arena; /* NULL: free */
    struct op op;
    struct delivery delivery;
    struct transfer *transfer;
};

struct sender {
    struct op *op; /* of the whole run: the cause why it ends */
    struct db *db;
    const struct deliver_settings *settings;
    struct deliver_summary *summary;
    int64_t number;
    CURLM *multi;
    struct slot *slots;
    int64_t active;
    int64_t ticked_us; /* monotonic; 0: never */
};

/* ---- one delivery ---- */

static enum status slot_settle(struct sender *sender, struct slot *slot, struct delivery_result *result)
{
    enum status st;

    slot->op.now_us = clock_now_us();
    result->random = (uint64_t)randombytes_random() << 32 | randombytes_random();
    st = outbox_settle(&slot->op, sender->db, &slot->delivery, sender->number, &sender->settings->policy, result);
    if (st != ST_OK && st != ST_CONFLICT)
        return op_fail(sender->op, st, "%s", slot->op.cause);
    sender->summary->by_verdict[result->verdict]++;
    log_event(result->verdict == ANSWER_received ? LOG_INFO : LOG_WARNING, "delivery",
              LOG_NUMBER("request", slot->delivery.request), LOG_NUMBER("attempt", slot->delivery.attempt),
              LOG_TEXT("outcome", request_verdict_name(result->verdict)), LOG_NUMBER("http_status", result->http_status),
              LOG_TEXT("why", result->why));
    return ST_OK;
}

static void slot_free(struct sender *sender, struct slot *slot)
{
    if (slot->transfer != NULL) {
        curl_multi_remove_handle(sender->multi, transfer_handle(slot->transfer));
        transfer_free(&slot->transfer);
        sender->active--;
    }
    arena_free(&slot->arena);
}

/* Nothing was sent: settles it and frees the slot. */
static enum status slot_give_up(struct sender *sender, struct slot *slot, enum request_verdict verdict, const char *why)
{
    struct delivery_result result = {.verdict = verdict, .why = why};
    enum status st = slot_settle(sender, slot, &result);

    slot_free(sender, slot);
    return st;
}

static enum status slot_send(struct sender *sender, struct slot *slot, int64_t claimed_us)
{
    struct delivery *delivery = &slot->delivery;
    struct transfer_target target = {.url = delivery->url,
                                     .ca = delivery->ca,
                                     .networks = delivery->networks,
                                     .id = uuid_print(slot->arena, &delivery->key),
                                     .at_seconds = slot->op.now_us / 1000000,
                                     .body = delivery->body};
    const char *why = NULL;

    if (!delivery_key_get(&slot->op, delivery->key_reference, &target.key, &why))
        return slot_give_up(sender, slot, ANSWER_later, why);
    target.timeout_ms = sender->settings->timeout_ms - (clock_monotonic_us() - claimed_us) / 1000;
    if (target.timeout_ms <= 0)
        return slot_give_up(sender, slot, ANSWER_later, "the time for this delivery was over before it began");
    slot->transfer = transfer_new(slot->arena, &target, &why);
    sodium_memzero((void *)target.key.p,
                   target.key.n); /* the message is signed: the key is not kept for the time of the transfer */
    if (slot->transfer == NULL)
        return slot_give_up(sender, slot, ANSWER_refused, why);
    curl_easy_setopt(transfer_handle(slot->transfer), CURLOPT_PRIVATE, slot);
    curl_multi_add_handle(sender->multi, transfer_handle(slot->transfer));
    sender->active++;
    return ST_OK;
}

/* ST_NOTFOUND when there is nothing to do. The lease counts from before the claim, so it ends no earlier than our own time. */
static enum status slot_claim(struct sender *sender, struct slot *slot)
{
    int64_t claimed_us = clock_monotonic_us();
    enum status st;

    slot->arena = arena_new(sender->settings->unit_memory);
    op_init(&slot->op, slot->arena, clock_now_us(), sender->op->actor);
    st = outbox_claim(&slot->op, sender->db, sender->number, &sender->settings->policy, &slot->delivery);
    if (st == ST_OK)
        return slot_send(sender, slot, claimed_us);
    if (st != ST_NOTFOUND)
        op_fail(sender->op, st, "%s", slot->op.cause);
    slot_free(sender, slot);
    return st;
}

/* ---- all of them ---- */

static struct slot *free_slot(struct sender *sender)
{
    for (int64_t i = 0; i < sender->settings->slots; i++)
        if (sender->slots[i].arena == NULL)
            return &sender->slots[i];
    return NULL;
}

static bool stopping(const struct sender *sender)
{
    return sender->settings->stop != NULL && *sender->settings->stop != 0;
}

static enum status fill_slots(struct sender *sender)
{
    struct slot *slot;
    enum status st = ST_OK;

    while (st == ST_OK && !stopping(sender) && (slot = free_slot(sender)) != NULL)
        st = slot_claim(sender, slot);
    return st == ST_NOTFOUND ? ST_OK : st;
}

static enum status settle_finished(struct sender *sender)
{
    enum status st = ST_OK;
    CURLMsg *message;
    int left;

    while (st == ST_OK && (message = curl_multi_info_read(sender->multi, &left)) != NULL) {
        struct delivery_result result = {0};
        struct slot *slot = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        int code = (int)message->data.result; /* the message dies with the handle */

        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&slot);
        transfer_judge(slot->transfer, code, &result);
        st = slot_settle(sender, slot, &result);
        slot_free(sender, slot);
    }
    return st;
}

static enum status tick(struct sender *sender)
{
    int64_t now_us = clock_monotonic_us(), moved = 0;
    AUTO(arena_free) struct arena *arena = NULL;
    struct op unit;
    enum status st;

    if (sender->ticked_us != 0 && now_us - sender->ticked_us < sender->settings->tick_ms * 1000)
        return ST_OK;
    arena = arena_new(sender->settings->unit_memory);
    op_init(&unit, arena, clock_now_us(), sender->op->actor);
    sender->ticked_us = now_us;
    st = outbox_settle_dead(&unit, sender->db, sender->number);
    if (st == ST_OK)
        st = request_tick(&unit, sender->db, &moved);
    sender->summary->moved += moved;
    return st == ST_OK || st == ST_CONFLICT ? ST_OK : op_fail(sender->op, st, "%s", unit.cause);
}

static void drop_notices(struct db *db)
{
    PGnotify *notice;

    PQconsumeInput(db_connection(db));
    while ((notice = PQnotifies(db_connection(db))) != NULL)
        PQfreemem(notice);
}

static void wait_for_something(struct sender *sender)
{
    struct curl_waitfd database = {.fd = PQsocket(db_connection(sender->db)), .events = CURL_WAIT_POLLIN};

    curl_multi_poll(sender->multi, &database, 1, sender->active > 0 || sender->settings->follow ? IDLE_MS : IDLE_MS / 10, NULL);
    drop_notices(sender->db);
}

/* A run that does not follow ends when nothing is in flight and nothing is due; another sender may hold a lane for a moment. */
static enum status is_done(struct sender *sender, bool *ret)
{
    AUTO(arena_free) struct arena *arena = NULL;
    struct op unit;
    int64_t due = 0;
    enum status st = ST_OK;

    *ret = sender->active == 0 && stopping(sender);
    if (*ret || sender->active > 0 || sender->settings->follow)
        return ST_OK;
    arena = arena_new(sender->settings->unit_memory);
    op_init(&unit, arena, clock_now_us(), sender->op->actor);
    st = outbox_due(&unit, sender->db, &due);
    *ret = due == 0;
    return st == ST_OK ? ST_OK : op_fail(sender->op, st, "%s", unit.cause);
}

static enum status run(struct sender *sender)
{
    bool done = false;
    int running;
    enum status st = ST_OK;

    while (st == ST_OK && !done) {
        st = tick(sender);
        if (st == ST_OK)
            st = fill_slots(sender);
        curl_multi_perform(sender->multi, &running);
        if (st == ST_OK)
            st = settle_finished(sender);
        if (st == ST_OK)
            st = is_done(sender, &done);
        if (st == ST_OK && !done)
            wait_for_something(sender);
    }
    return st;
}

static void multi_free(CURLM **multi)
{
    if (*multi != NULL)
        curl_multi_cleanup(*multi);
}

enum status deliver_run(struct op *op, struct db *db, const struct deliver_settings *settings, struct deliver_summary *ret)
{
    AUTO(multi_free) CURLM *multi = NULL;
    struct sender sender = {.op = op, .db = db, .settings = settings, .summary = ret};
    enum status st;

    *ret = (struct deliver_summary){0};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (multi = curl_multi_init()) == NULL)
        return op_fail(op, ST_UNAVAILABLE, "the HTTP library could not be set up");
    sender.multi = multi;
    sender.slots = arena_array(op->arena, struct slot, (size_t)settings->slots);
    st = outbox_sender(op, db, &sender.number);
    if (st == ST_OK)
        st = db_script(op, db, "listen", "LISTEN outbox");
    if (st == ST_OK)
        st = run(&sender);
    for (int64_t i = 0; i < settings->slots; i++)
        slot_free(&sender, &sender.slots[i]);
    return st;
}
