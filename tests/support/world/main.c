/*
 * main.c: efc-world: writes a made-up world of partners' files, and beside them the truth.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/number.h"
#include "world/hub.h"
#include "world/naming.h"
#include "world/truth.h"

#define CELL_MEMORY ((size_t)64 << 20)
#define FILE_MEMORY ((size_t)256 << 20)
#define POOL_LINES 1024

static const char usage[] =
    "usage: efc-world --out FOLDER [option…]\n"
    "\n"
    "Writes the files of sixteen made-up partners, manifest.json for `efc ingest --manifest`, and the truth:\n"
    "truth.csv, truth_programmes.csv, pairs_with_evidence.csv, expected.json, partners.tsv, partners.json, card_numbers.txt.\n"
    "The same options give the same files, byte for byte.\n"
    "\n"
    "  --out FOLDER    where to; it is made when it is not there\n"
    "  --seed N        another number, another world (1)\n"
    "  --flags N       records about endpoints, up to 10,000,000; about 15 % come on top about sites (20000)\n"
    "  --noise X       spellings, broken lines, repetitions; 0 none, 1 as in life, up to 10 (1)\n"
    "  --hub X         size of call centres, hosts, nominee directors; 1: about a dozen merchants each (1)\n"
    "  --sparsity X    share of optional facts that partners leave out, 0 to 0.95 (0.3)\n"
    "  --innocent X    share of flags about merchants who serve no reported site, 0 to 0.99 (0.65)\n"
    "  --planted X     share of criminal sites with somebody else's account on them (0.01)\n"
    "  --market X      share of programmes in which many sites each use some of many payees at the same time (0)\n"
    "  --served X      share of the sites of its cell that a payee takes payments for (1)\n"
    "  --crowded X     how many phones are those of processors and call centres, 0 to 2 (1)\n"
    "  --open X        how often payees show the contacts and the name of their sites, 0 to 2 (1)\n"
    "  --mistaken X    share of innocent merchants whose site is reported (0.015)\n"
    "  --naming N      labels of domains: 0 brand and a number, 1 brand and a common word, 2 misspelt, cut or another name (0)\n"
    "  --poison N      sites that all carry one e-mail address and a processor's phone (0)\n"
    "  --parts N       files of each kind by time, 1 to 16, each with its manifest.NN.json (1)\n";

static bool read_number(const char *name, const char *text, double least, double most, double *ret)
{
    double number;

    if (!parse_double(bytes_of(text), &number) || number < least || number > most) {
        fprintf(stderr, "efc-world: --%s must be a number from %g to %g\n", name, least, most);
        return false;
    }
    *ret = number;
    return true;
}

enum setting {
    OUT,
    SEED,
    FLAGS,
    NOISE,
    HUB,
    SPARSITY,
    INNOCENT,
    PLANTED,
    MARKET,
    SERVED,
    CROWDED,
    OPEN,
    MISTAKEN,
    NAMING,
    POISON,
    PARTS,
    OPTION_COUNT
};

static const struct {
    const char *name;
    double least, most, otherwise;
} numbers[OPTION_COUNT] = {[SEED] = {"seed", 0, 9e15, 1},
                           [FLAGS] = {"flags", 1, 1e7, 20000},
                           [NOISE] = {"noise", 0, 10, 1},
                           [HUB] = {"hub", 0.01, 1e6, 1},
                           [SPARSITY] = {"sparsity", 0, 0.95, 0.3},
                           [INNOCENT] = {"innocent", 0, 0.99, 0.65},
                           [PLANTED] = {"planted", 0, 1, 0.01},
                           [MARKET] = {"market", 0, 1, 0},
                           [SERVED] = {"served", 0.05, 1, 1},
                           [CROWDED] = {"crowded", 0, 2, 1},
                           [OPEN] = {"open", 0, 2, 1},
                           [MISTAKEN] = {"mistaken", 0, 1, 0.015},
                           [NAMING] = {"naming", 0, NAMING_COUNT - 1, 0},
                           [POISON] = {"poison", 0, 1e6, 0},
                           [PARTS] = {"parts", 1, OUTLET_PARTS, 1}};

static bool read_options(int argc, char **argv, struct settings *ret)
{
    double values[OPTION_COUNT];
    struct option options[OPTION_COUNT + 1] = {{"out", required_argument, NULL, OUT}};
    int found;

    for (int i = SEED; i < OPTION_COUNT; i++) {
        options[i] = (struct option){numbers[i].name, required_argument, NULL, i};
        values[i] = numbers[i].otherwise;
    }
    while ((found = getopt_long(argc, argv, "", options, NULL)) >= 0) {
        if (found == '?')
            return false;
        if (found == OUT)
            ret->folder = optarg;
        else if (!read_number(numbers[found].name, optarg, numbers[found].least, numbers[found].most, &values[found]))
            return false;
    }
    ret->seed = (uint64_t)values[SEED];
    ret->flags = (int64_t)values[FLAGS];
    ret->noise = values[NOISE];
    ret->hub = values[HUB];
    ret->sparsity = values[SPARSITY];
    ret->innocent = values[INNOCENT];
    ret->planted = values[PLANTED];
    ret->market = values[MARKET];
    ret->served = values[SERVED];
    ret->crowded = values[CROWDED];
    ret->open = values[OPEN];
    ret->mistaken = values[MISTAKEN];
    ret->naming = (int64_t)values[NAMING];
    ret->poison = (int64_t)values[POISON];
    ret->parts = (int64_t)values[PARTS];
    return ret->folder != NULL && optind == argc;
}

static void start_cell(struct world *world, uint64_t stream)
{
    arena_reset(world->arena);
    rng_seed(&world->rng, world->settings.seed, stream);
}

static void criminal_make(struct world *world)
{
    double market = world->settings.market;

    if (market > 0 && rng_chance(&world->rng, market))
        market_make(world);
    else
        programme_make(world);
}

/* Criminal and innocent cells take turns so that each has its share of the flags at any time. */
static void make_cells(struct world *world)
{
    const struct settings *settings = &world->settings;
    uint64_t stream = 1;

    while (world->out.flags < settings->flags) {
        start_cell(world, stream++);
        if ((double)world->criminal_flags < (1 - settings->innocent) * (double)(world->out.flags + 1))
            criminal_make(world);
        else
            merchant_make(world);
        while ((double)world->unrelated_sites < 0.02 * (double)world->out.flags) {
            start_cell(world, stream++);
            bystander_make(world);
        }
    }
    for (int64_t i = 0; i < settings->poison; i++) {
        start_cell(world, stream++);
        poison_make(world);
    }
    start_cell(world, stream);
}

static void set_up(struct world *world)
{
    const struct settings *settings = &world->settings;
    struct outlet_set *out = &world->out;

    out->folder = settings->folder;
    out->noise = settings->noise;
    out->part_count = (int)settings->parts;
    out->pool_lines = POOL_LINES / (int)settings->parts;
    out->start_us = world_start_us;
    out->span_us = world_end_us - world_start_us;
    rng_seed(&out->rng, settings->seed, 0);
    world->next_phone = hub_phones(settings);
}

static int failed(const char *what)
{
    fprintf(stderr, "efc-world: %s: %s\n", what, strerror(errno));
    return 3;
}

static void print_summary(const struct world *world)
{
    fprintf(stderr,
            "efc-world: %lld flags of %lld endpoints (%lld flags criminal), %lld sites, %lld programmes;"
            " %lld true pairs, %lld with strong evidence\n",
            (long long)world->out.flags, (long long)world->endpoint_count, (long long)world->criminal_flags,
            (long long)world->site_count, (long long)world->programme_count, (long long)world->pair_count,
            (long long)world->evident_count);
}

int main(int argc, char **argv)
{
    AUTO(arena_free) struct arena *file_arena = arena_new(FILE_MEMORY);
    AUTO(arena_free) struct arena *cell_arena = arena_new(CELL_MEMORY);
    struct world *world = arena_new_of(file_arena, struct world);

    world->arena = cell_arena;
    naming_init(world, file_arena);
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return fputs(usage, stdout) < 0;
    if (!read_options(argc, argv, &world->settings)) {
        fputs(usage, stderr);
        return 2;
    }
    set_up(world);
    if (mkdir(world->settings.folder, 0777) != 0 && errno != EEXIST)
        return failed("the folder cannot be made");
    if (!outlet_open(&world->out, file_arena) || !truth_open(world))
        return failed("a file cannot be opened");
    make_cells(world);
    if (!outlet_close(&world->out) || !truth_close(world) || !truth_put_summary(world))
        return failed("a file cannot be written");
    print_summary(world);
    return 0;
}
