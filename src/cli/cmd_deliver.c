/* The process that sends, on the command line. */
#include <inttypes.h>

#include "cli/cli.h"
#include "edge/deliver.h"

#define TICK_MS 5000

static volatile sig_atomic_t stop_asked;

static void ask_stop(int number UNUSED)
{
    stop_asked = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = ask_stop};

    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static struct deliver_settings settings_of(const struct config *config)
{
    int64_t timeout_ms = 1000 * config_number(config, CONFIG_deliver_timeout);

    return (struct deliver_settings){
        .policy = {.lease_ms = timeout_ms + 5000, /* more than the time in which a transfer is cut off */
                   .per_partner = config_number(config, CONFIG_deliver_partner),
                   .most_attempts = config_number(config, CONFIG_deliver_attempts),
                   .back_off = {1000000 * config_number(config, CONFIG_deliver_wait),
                                1000000 * config_number(config, CONFIG_deliver_most_wait)},
                   .acknowledge_working_days = config_number(config, CONFIG_acknowledge_days),
                   .outcome_days = config_number(config, CONFIG_outcome_days)},
        .timeout_ms = timeout_ms,
        .slots = config_number(config, CONFIG_deliver_slots),
        .tick_ms = TICK_MS,
        .unit_memory = (size_t)config_number(config, CONFIG_unit_memory) << 20,
        .stop = &stop_asked};
}

static enum status deliver(struct op *op, struct cli *cli)
{
    struct deliver_settings settings = settings_of(&cli->config);
    struct deliver_summary summary = {0};
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st != ST_OK)
        return st;
    if (cli_option(cli, "actor") == NULL)
        op->actor = "efc deliver";
    settings.follow = cli_switch(cli, "follow");
    if (settings.follow && cli_switch(cli, "once"))
        return op_fail(op, ST_USAGE, "--once and --follow exclude each other");
    catch_signals();
    st = deliver_run(op, db, &settings, &summary);
    printf("%" PRId64 " received, %" PRId64 " to be tried again, %" PRId64 " with unknown outcome, %" PRId64 " refused\n",
           summary.by_verdict[ANSWER_received], summary.by_verdict[ANSWER_later], summary.by_verdict[ANSWER_unknown],
           summary.by_verdict[ANSWER_refused]);
    return st;
}

const struct command command_deliver = {
    .path = "deliver",
    .summary = "Send what has been released to the partners",
    .text =
        "Does what time brings (waiting times that are over, holds that have ended, answers that are late), then sends every request "
        "in the outbox that is due: over https, signed by the partner's key (Standard Webhooks), each with the same idempotency key "
        "every time. What could not be delivered is tried again with growing pauses; what the partner refuses waits for people "
        "('efc request show', 'efc request retry'). Nothing under a hold leaves. Several may run at once.\n\n"
        "Without --follow it ends when nothing is due and prints how the deliveries ended. With --follow it goes on until SIGTERM, "
        "and then finishes what is in flight. One log line a delivery goes to stderr.",
    .options = (const struct cli_option[]){{"once", NULL, "send what is due and end (the default)", CLI_OPTIONAL},
                                           {"follow", NULL, "go on until SIGTERM", CLI_OPTIONAL},
                                           CLI_ACTOR_OPTION,
                                           {0}},
    .role = "efc_deliver",
    .run = deliver,
};
