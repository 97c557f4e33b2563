#include "edge/http/metric.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/annotate.h"

#define STATUS_LEAST 200
#define STATUS_MOST 599
#define STATUS_COUNT (STATUS_MOST - STATUS_LEAST + 2) /* the last one: no answer */

static const struct {
    int64_t most_us;
    const char *label;
} buckets[] = {{5000, "0.005"},  {25000, "0.025"}, {100000, "0.1"},  {500000, "0.5"},
               {2500000, "2.5"}, {10000000, "10"}, {60000000, "60"}, {INT64_MAX, "+Inf"}};

#define FATE_COUNT 4
static const char *const fates[FATE_COUNT] = {"accepted", "duplicate", "revised", "quarantined"};

struct metric {
    atomic_int_fast64_t requests[ROUTE_COUNT + 1][STATUS_COUNT];
    atomic_int_fast64_t durations[ROUTE_COUNT + 1][COUNT_OF(buckets)];
    atomic_int_fast64_t duration_us[ROUTE_COUNT + 1];
    atomic_int_fast64_t body_bytes;
    atomic_int_fast64_t in_flight;
    atomic_int_fast64_t refused_logins;
    atomic_int_fast64_t records[FATE_COUNT];
};

struct metric *metric_new(void)
{
    struct metric *metric = calloc(1, sizeof(*metric));

    if (metric == NULL)
        abort();
    return metric;
}

void metric_free(struct metric **metric)
{
    free(*metric);
    *metric = NULL;
}

void metric_request(struct metric *metric, enum route_symbol route, int status, int64_t duration_us, int64_t body_bytes)
{
    size_t bucket = 0;
    int slot = status < STATUS_LEAST || status > STATUS_MOST ? STATUS_COUNT - 1 : status - STATUS_LEAST;

    while (duration_us > buckets[bucket].most_us)
        bucket++;
    atomic_fetch_add(&metric->requests[route][slot], 1);
    atomic_fetch_add(&metric->durations[route][bucket], 1);
    atomic_fetch_add(&metric->duration_us[route], duration_us);
    atomic_fetch_add(&metric->body_bytes, body_bytes);
}

void metric_in_flight(struct metric *metric, int change)
{
    atomic_fetch_add(&metric->in_flight, change);
}

void metric_refused_login(struct metric *metric)
{
    atomic_fetch_add(&metric->refused_logins, 1);
}

void metric_records(struct metric *metric, int64_t accepted, int64_t duplicate, int64_t revised, int64_t quarantined)
{
    const int64_t counts[FATE_COUNT] = {accepted, duplicate, revised, quarantined};

    for (size_t i = 0; i < FATE_COUNT; i++)
        atomic_fetch_add(&metric->records[i], counts[i]);
}

/* ---- as text ---- */

static const char *route_label(int route)
{
    return route == ROUTE_COUNT ? "none" : routes[route].symbol;
}

static void head(struct buf *out, const char *name, const char *type, const char *text)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, text, name, type);
}

static void print_requests(struct metric *metric, struct buf *out)
{
    head(out, "efc_http_requests_total", "counter", "Requests answered, by route and status; status 0: the client went away.");
    for (int route = 0; route <= ROUTE_COUNT; route++)
        for (int slot = 0; slot < STATUS_COUNT; slot++) {
            int64_t count = atomic_load(&metric->requests[route][slot]);

            if (count > 0)
                buf_printf(out, "efc_http_requests_total{route=\"%s\",status=\"%d\"} %" PRId64 "\n", route_label(route),
                           slot == STATUS_COUNT - 1 ? 0 : slot + STATUS_LEAST, count);
        }
}

static void print_durations(struct metric *metric, struct buf *out)
{
    head(out, "efc_http_request_seconds", "histogram", "Time from the request line to the answer.");
    for (int route = 0; route <= ROUTE_COUNT; route++) {
        int64_t sum = 0;

        for (size_t i = 0; i < COUNT_OF(buckets); i++) {
            sum += atomic_load(&metric->durations[route][i]);
            buf_printf(out, "efc_http_request_seconds_bucket{route=\"%s\",le=\"%s\"} %" PRId64 "\n", route_label(route),
                       buckets[i].label, sum);
        }
        int64_t us = atomic_load(&metric->duration_us[route]);

        buf_printf(out, "efc_http_request_seconds_sum{route=\"%s\"} %" PRId64 ".%06" PRId64 "\n", route_label(route),
                   us / 1000000, us % 1000000);
        buf_printf(out, "efc_http_request_seconds_count{route=\"%s\"} %" PRId64 "\n", route_label(route), sum);
    }
}

static void print_one(struct buf *out, const char *name, const char *type, const char *text, atomic_int_fast64_t *value)
{
    head(out, name, type, text);
    buf_printf(out, "%s %" PRId64 "\n", name, (int64_t)atomic_load(value));
}

void metric_print(struct metric *metric, struct buf *out)
{
    print_requests(metric, out);
    print_durations(metric, out);
    print_one(out, "efc_http_body_bytes_total", "counter", "Bytes of bodies received.", &metric->body_bytes);
    print_one(out, "efc_http_in_flight", "gauge", "Requests being worked on.", &metric->in_flight);
    print_one(out, "efc_http_refused_logins_total", "counter", "Tokens and certificates that were refused.",
              &metric->refused_logins);
    head(out, "efc_http_records_total", "counter", "Records received, by what became of them.");
    for (size_t i = 0; i < FATE_COUNT; i++)
        buf_printf(out, "efc_http_records_total{fate=\"%s\"} %" PRId64 "\n", fates[i], (int64_t)atomic_load(&metric->records[i]));
}
