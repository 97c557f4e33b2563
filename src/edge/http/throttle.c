#include "edge/http/throttle.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/instant.h"

#define SLOTS 4096

struct slot {
    int64_t debt_us; /* how much time must pass until the bucket is full again, at at_us */
    int64_t at_us;
};

struct throttle {
    pthread_mutex_t lock;
    int64_t cost_us; /* of one failure */
    struct slot slots[SLOTS];
};

struct throttle *throttle_new(int64_t failures_per_minute)
{
    struct throttle *throttle = calloc(1, sizeof(*throttle));

    if (throttle == NULL)
        abort();
    pthread_mutex_init(&throttle->lock, NULL);
    throttle->cost_us = INSTANT_MINUTE / failures_per_minute;
    return throttle;
}

void throttle_free(struct throttle **throttle)
{
    if (*throttle == NULL)
        return;
    pthread_mutex_destroy(&(*throttle)->lock);
    free(*throttle);
    *throttle = NULL;
}

static struct slot *slot_at(struct throttle *throttle, struct bytes address, int64_t now_us)
{
    struct slot *slot = &throttle->slots[hash64(address) % SLOTS];
    int64_t passed = now_us - slot->at_us;

    slot->debt_us = slot->debt_us > passed ? slot->debt_us - passed : 0;
    slot->at_us = now_us;
    return slot;
}

bool throttle_may_try(struct throttle *throttle, struct bytes address, int64_t now_us)
{
    bool may;

    pthread_mutex_lock(&throttle->lock);
    may = slot_at(throttle, address, now_us)->debt_us <= INSTANT_MINUTE - throttle->cost_us;
    pthread_mutex_unlock(&throttle->lock);
    return may;
}

void throttle_failed(struct throttle *throttle, struct bytes address, int64_t now_us)
{
    pthread_mutex_lock(&throttle->lock);
    slot_at(throttle, address, now_us)->debt_us += throttle->cost_us;
    pthread_mutex_unlock(&throttle->lock);
}
