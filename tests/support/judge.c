/*
 * judge.c: efc-judge: how well links agree with the truth of a made-up world.
 *
 * A link is right when its pair stands in truth.csv. Precision is the share of right ones among those listed from a probability on;
 * recall is the share found of the pairs that pairs_with_evidence.csv calls strong: what no record shows nobody can find. A right
 * link without strong evidence counts for precision and not for recall. Pairs that one hand ran, but not at the same time
 * (pairs_same_hand.csv), are left out of both unless --strict is given. Calibration takes all links, those as wrong: a frequency from
 * which wrong ones were left out because they are wrong is not what a probability promises. Ties of weight are taken together.
 *
 * What is learned from decisions must be judged on others: sites fall into two halves by their programme (a site of none is by itself), so
 * that no two of one hand lie in both. --decide says what an analyst would decide about links of the first half: likely links more often
 * than unlikely ones, and mistaken in one of MISTAKEN; --held judges the other half alone.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/annotate.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/number.h"

#define MEMORY ((size_t)4 << 30)
#define CELLS_MOST 8
#define BINS 10
#define MISTAKEN 50      /* one decision of so many is wrong */
#define LOOKED_LEAST 0.1 /* a link is looked at as often as its probability and this say */

static const char usage[] =
    "usage: efc-judge --world FOLDER [option…] [LINKS]\n"
    "\n"
    "LINKS is what `efc link list --format csv --min-probability 0` prints (default: standard input); FOLDER is efc-world's.\n"
    "Prints precision, recall and F1 for several probabilities and at the best one, and how far probabilities are from\n"
    "frequencies in ten bins (expected calibration error). Exits with 1 when a floor is missed.\n"
    "\n"
    "  --strict              pairs of one hand that did not live at the same time are wrong for precision, too\n"
    "  --brief               one line of name=value\n"
    "  --wrong N             also list the N highest links that are wrong\n"
    "  --missed N            also list N strong pairs that are not listed or below one half\n"
    "  --held                judge the half of the sites that --decide leaves alone\n"
    "  --decide N            instead: about N lines of `confirm` or `reject`, endpoint and site\n"
    "  --least-f1 X          floor of the best F1\n"
    "  --least-precision X   floor of the precision from 0.9 on\n"
    "  --most-error X        ceiling of the calibration error\n";

enum mark { MARK_true = 1, MARK_strong = 2 };

struct pair {
    unsigned marks;
    double probability; /* of its link; 0: not listed */
    struct bytes key, evidence;
};

struct link {
    struct bytes key, endpoint, site, evidence;
    double probability, weight_bits;
    const struct pair *pair; /* NULL: wrong */
};

struct judge {
    struct arena *arena;
    struct map pairs;    /* "endpoint,site" -> struct pair */
    struct map members;  /* endpoint or site -> programme, a C string */
    struct map apart;    /* "endpoint,site" of one hand at different times */
    bool halved, second; /* one half of the sites is taken alone; which */
    struct link *links;
    size_t link_count, link_room;
    double *apart_links; /* probabilities of links that are left out */
    size_t apart_count, apart_room;
    size_t strong_count;
};

struct score {
    double probability; /* the lowest that is taken */
    size_t listed, right, found;
    double precision, recall, f1;
};

/* ---- reading ---- */

/* Cuts a line of CSV into cells; a quoted cell is unquoted. */
static size_t split_line(struct arena *arena, struct bytes line, struct bytes *cells)
{
    struct buf cell;
    bool quoted = false;
    size_t count = 0;

    buf_init(&cell, arena);
    for (size_t i = 0; i <= line.n && count < CELLS_MOST; i++) {
        char c = i < line.n ? line.p[i] : ',';

        if (c == '"' && quoted && i + 1 < line.n && line.p[i + 1] == '"') {
            buf_putc(&cell, line.p[i++]);
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && (!quoted || i == line.n)) {
            cells[count++] = bytes_copy(arena, buf_bytes(&cell));
            buf_clear(&cell);
        } else {
            buf_putc(&cell, c);
        }
    }
    return count;
}

static bool is_taken(const struct judge *judge, struct bytes site)
{
    const char *programme = map_find(&judge->members, site);

    return !judge->halved || (hash64(programme == NULL ? site : bytes_of(programme)) >> 32 & 1) == judge->second;
}

typedef bool take_line(struct judge *judge, const struct bytes *cells, size_t count);

static bool read_lines(struct judge *judge, FILE *file, const char *header, const char *name, take_line *take)
{
    struct bytes cells[CELLS_MOST];
    char *text = NULL;
    size_t room = 0, number = 0;
    ssize_t n;
    bool good = true;

    while (good && (n = getline(&text, &room, file)) > 0) {
        struct bytes line = bytes_trim((struct bytes){text, (size_t)n});

        if (++number == 1)
            good = bytes_start(line, bytes_of(header));
        else if (line.n > 0)
            good = take(judge, cells, split_line(judge->arena, line, cells));
    }
    free(text);
    if (!good || number == 0)
        fprintf(stderr, "efc-judge: %s: line %zu is not what stands there; the header must begin with %s\n", name, number,
                header);
    return good && number > 0;
}

static bool read_file(struct judge *judge, const char *folder, const char *name, const char *header, take_line *take)
{
    FILE *file = fopen(arena_printf(judge->arena, "%s/%s", folder, name), "r");
    bool good;

    if (file == NULL) {
        fprintf(stderr, "efc-judge: %s/%s: %s\n", folder, name, strerror(errno));
        return false;
    }
    good = read_lines(judge, file, header, name, take);
    fclose(file);
    return good;
}

static struct bytes pair_key(struct judge *judge, struct bytes endpoint, struct bytes site)
{
    return bytes_printf(judge->arena, "%.*s,%.*s", (int)endpoint.n, endpoint.p, (int)site.n, site.p);
}

static struct pair *pair_put(struct judge *judge, struct bytes key)
{
    void **place = map_put(&judge->pairs, key);

    if (*place == NULL) {
        struct pair *pair = arena_new_of(judge->arena, struct pair);

        pair->key = key;
        *place = pair;
    }
    return *place;
}

static bool take_truth(struct judge *judge, const struct bytes *cells, size_t count)
{
    if (count < 2)
        return false;
    if (!is_taken(judge, cells[1]))
        return true;
    pair_put(judge, pair_key(judge, cells[0], cells[1]))->marks |= MARK_true;
    return true;
}

static bool take_evidence(struct judge *judge, const struct bytes *cells, size_t count)
{
    struct pair *pair;

    if (count < 4)
        return false;
    if (!is_taken(judge, cells[1]))
        return true;
    pair = pair_put(judge, pair_key(judge, cells[0], cells[1]));
    pair->evidence = cells[3];
    if (bytes_is(cells[2], "strong") && !(pair->marks & MARK_strong)) {
        pair->marks |= MARK_strong;
        judge->strong_count++;
    }
    return true;
}

static bool take_member(struct judge *judge, const struct bytes *cells, size_t count)
{
    if (count < 2)
        return false;
    *map_put(&judge->members, cells[1]) = bytes_cstr(judge->arena, cells[0]);
    return true;
}

static bool take_apart(struct judge *judge, const struct bytes *cells, size_t count)
{
    if (count < 2)
        return false;
    *map_put(&judge->apart, pair_key(judge, cells[0], cells[1])) = judge;
    return true;
}

static void put_apart(struct judge *judge, double probability)
{
    if (judge->apart_count == judge->apart_room) {
        size_t room = judge->apart_room == 0 ? 1024 : judge->apart_room * 2;

        judge->apart_links =
            arena_grow(judge->arena, judge->apart_links, judge->apart_room * sizeof(double), room * sizeof(double));
        judge->apart_room = room;
    }
    judge->apart_links[judge->apart_count++] = probability;
}

static bool take_link(struct judge *judge, const struct bytes *cells, size_t count)
{
    struct link link;

    if (count < 6 || !parse_double(cells[2], &link.probability) || !parse_double(cells[3], &link.weight_bits))
        return false;
    if (!is_taken(judge, cells[1]))
        return true;
    link.endpoint = cells[0];
    link.site = cells[1];
    link.evidence = cells[5];
    link.key = pair_key(judge, cells[0], cells[1]);
    struct pair *pair = map_find(&judge->pairs, link.key);

    if (map_find(&judge->apart, link.key) != NULL) {
        put_apart(judge, link.probability);
        return true;
    }
    if (pair != NULL)
        pair->probability = link.probability;
    link.pair = pair;
    if (judge->link_count == judge->link_room) {
        size_t room = judge->link_room == 0 ? 1024 : judge->link_room * 2;

        judge->links = arena_grow(judge->arena, judge->links, judge->link_room * sizeof(link), room * sizeof(link));
        judge->link_room = room;
    }
    judge->links[judge->link_count++] = link;
    return true;
}

/* ---- judging ---- */

static int by_weight(const void *a, const void *b)
{
    const struct link *left = a, *right = b;

    if (left->weight_bits != right->weight_bits)
        return left->weight_bits < right->weight_bits ? 1 : -1;
    return bytes_compare(left->key, right->key);
}

static void score_take(const struct judge *judge, const struct link *link, struct score *score)
{
    score->listed++;
    score->right += link->pair != NULL;
    score->found += link->pair != NULL && (link->pair->marks & MARK_strong);
    score->probability = link->probability;
    score->precision = (double)score->right / (double)score->listed;
    score->recall = judge->strong_count == 0 ? 0 : (double)score->found / (double)judge->strong_count;
    score->f1 = score->found == 0 ? 0 : 2 * score->precision * score->recall / (score->precision + score->recall);
}

static struct score score_from(const struct judge *judge, double probability)
{
    struct score score = {.precision = 1, .probability = probability};

    for (size_t i = 0; i < judge->link_count; i++)
        if (judge->links[i].probability >= probability)
            score_take(judge, &judge->links[i], &score);
    score.probability = probability;
    return score;
}

static struct score score_best(const struct judge *judge)
{
    struct score score = {0}, best = {0};

    for (size_t i = 0; i < judge->link_count; i++) {
        score_take(judge, &judge->links[i], &score);
        if (i + 1 < judge->link_count && judge->links[i + 1].weight_bits == judge->links[i].weight_bits)
            continue;
        if (score.f1 > best.f1)
            best = score;
    }
    return best;
}

struct bin {
    size_t links, right;
    double probability; /* sum */
};

static void bin_take(struct bin bins[BINS], double probability, bool right)
{
    int at = (int)(probability * BINS);
    struct bin *bin = &bins[at < BINS ? at : BINS - 1];

    bin->links++;
    bin->right += right;
    bin->probability += probability;
}

/* Of all links, or of those that precision counts. */
static double calibration_error(const struct judge *judge, bool all, struct bin bins[BINS])
{
    double error = 0;
    size_t apart = all ? judge->apart_count : 0;

    memset(bins, 0, BINS * sizeof(*bins));
    for (size_t i = 0; i < judge->link_count; i++)
        bin_take(bins, judge->links[i].probability, judge->links[i].pair != NULL);
    for (size_t i = 0; i < apart; i++)
        bin_take(bins, judge->apart_links[i], false);
    for (int i = 0; i < BINS; i++)
        if (bins[i].links > 0) {
            double gap = bins[i].probability - (double)bins[i].right;

            error += gap < 0 ? -gap : gap;
        }
    return judge->link_count + apart == 0 ? 0 : error / (double)(judge->link_count + apart);
}

/* Both ends belong to one programme, though this one does not serve that one. */
static bool same_programme(const struct judge *judge, const struct link *link)
{
    const char *endpoint = map_find(&judge->members, link->endpoint), *site = map_find(&judge->members, link->site);

    return endpoint != NULL && site != NULL && strcmp(endpoint, site) == 0;
}

/* ---- printing ---- */

static void print_score(const char *name, const struct score *score)
{
    printf("%-12s %9zu %9zu %9.4f %9.4f %9.4f\n", name, score->listed, score->listed - score->right, score->precision,
           score->recall, score->f1);
}

static void print_scores(const struct judge *judge)
{
    static const double probabilities[] = {0.5, 0.8, 0.9, 0.99, 0.999};
    struct score best = score_best(judge);
    char name[32];

    printf("%-12s %9s %9s %9s %9s %9s\n", "from", "links", "wrong", "precision", "recall", "F1");
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        struct score score = score_from(judge, probabilities[i]);

        snprintf(name, sizeof(name), "%g", probabilities[i]);
        print_score(name, &score);
    }
    snprintf(name, sizeof(name), "best %.4f", best.probability);
    print_score(name, &best);
}

static void print_calibration(const struct judge *judge)
{
    struct bin bins[BINS];
    double error = calibration_error(judge, true, bins);

    printf("\n%-12s %9s %9s %9s\n", "probability", "links", "mean", "right");
    for (int i = 0; i < BINS; i++)
        if (bins[i].links > 0)
            printf("%.1f - %.1f    %9zu %9.4f %9.4f\n", i / 10.0, (i + 1) / 10.0, bins[i].links,
                   bins[i].probability / (double)bins[i].links, (double)bins[i].right / (double)bins[i].links);
    printf("expected calibration error %.4f\n", error);
    if (judge->apart_count > 0)
        printf("without %zu links of one hand at different times, which precision leaves out, too: %.4f\n", judge->apart_count,
               calibration_error(judge, false, bins));
}

static void print_wrong(const struct judge *judge, size_t most)
{
    size_t in_programme = 0, wrong = 0;

    for (size_t i = 0; i < judge->link_count; i++) {
        const struct link *link = &judge->links[i];

        if (link->pair != NULL || link->probability < 0.9)
            continue;
        wrong++;
        in_programme += same_programme(judge, link);
    }
    printf("\nof %zu wrong links from 0.9 on, %zu join two members of one programme\n", wrong, in_programme);
    for (size_t i = 0; i < judge->link_count && most > 0; i++) {
        const struct link *link = &judge->links[i];

        if (link->pair != NULL)
            continue;
        printf("wrong  %.6f %s %.*s  %.*s\n", link->probability, same_programme(judge, link) ? "(same programme)" : "",
               (int)link->key.n, link->key.p, (int)link->evidence.n, link->evidence.p);
        most--;
    }
}

static void print_missed(const struct judge *judge, size_t most)
{
    for (size_t i = 0; i < map_count(&judge->pairs) && most > 0; i++) {
        const struct pair *pair = map_at(&judge->pairs, i)->value;

        if (!(pair->marks & MARK_strong) || pair->probability >= 0.5)
            continue;
        printf("missed %.6f %.*s  %.*s\n", pair->probability, (int)pair->key.n, pair->key.p, (int)pair->evidence.n,
               pair->evidence.p);
        most--;
    }
}

static void print_brief(const struct judge *judge)
{
    struct score high = score_from(judge, 0.9), best = score_best(judge);
    struct bin bins[BINS];

    printf("links=%zu strong=%zu precision_at_0.9=%.4f recall_at_0.9=%.4f f1_at_0.9=%.4f best_f1=%.4f best_from=%.4f "
           "calibration_error=%.4f error_without_apart=%.4f\n",
           judge->link_count, judge->strong_count, high.precision, high.recall, high.f1, best.f1, best.probability,
           calibration_error(judge, true, bins), calibration_error(judge, false, bins));
}

/* ---- deciding ---- */

/* Along the list, best first: each link has a share of the looks, and where a look falls there is a decision. */
static void print_decisions(const struct judge *judge, double count)
{
    double shares = 0, share = 0;
    size_t decided = 0;

    for (size_t i = 0; i < judge->link_count; i++)
        shares += judge->links[i].probability + LOOKED_LEAST;
    for (size_t i = 0; i < judge->link_count; i++) {
        const struct link *link = &judge->links[i];

        share += link->probability + LOOKED_LEAST;
        if (share * count < shares * ((double)decided + 0.5))
            continue;
        bool mistaken = ++decided % MISTAKEN == 0;

        printf("%s %.*s %.*s\n", (link->pair != NULL) != mistaken ? "confirm" : "reject", (int)link->endpoint.n, link->endpoint.p,
               (int)link->site.n, link->site.p);
    }
}

/* ---- the command ---- */

struct request {
    const char *folder, *links;
    bool brief, strict, held;
    double wrong, missed, decide, least_f1, least_precision, most_error;
};

static bool read_request(int argc, char **argv, struct request *ret)
{
    enum { WORLD, STRICT, BRIEF, HELD, DECIDE, WRONG, MISSED, LEAST_F1, LEAST_PRECISION, MOST_ERROR };
    static const struct option options[] = {{"world", required_argument, NULL, WORLD},
                                            {"strict", no_argument, NULL, STRICT},
                                            {"brief", no_argument, NULL, BRIEF},
                                            {"held", no_argument, NULL, HELD},
                                            {"decide", required_argument, NULL, DECIDE},
                                            {"wrong", required_argument, NULL, WRONG},
                                            {"missed", required_argument, NULL, MISSED},
                                            {"least-f1", required_argument, NULL, LEAST_F1},
                                            {"least-precision", required_argument, NULL, LEAST_PRECISION},
                                            {"most-error", required_argument, NULL, MOST_ERROR},
                                            {0}};
    double *const numbers[] = {[WRONG] = &ret->wrong,
                               [MISSED] = &ret->missed,
                               [DECIDE] = &ret->decide,
                               [LEAST_F1] = &ret->least_f1,
                               [LEAST_PRECISION] = &ret->least_precision,
                               [MOST_ERROR] = &ret->most_error};
    int found;

    while ((found = getopt_long(argc, argv, "", options, NULL)) >= 0) {
        if (found == WORLD)
            ret->folder = optarg;
        else if (found == STRICT)
            ret->strict = true;
        else if (found == BRIEF)
            ret->brief = true;
        else if (found == HELD)
            ret->held = true;
        else if (found == '?' || !parse_double(bytes_of(optarg), numbers[found]))
            return false;
    }
    ret->links = optind < argc ? argv[optind] : "-";
    ret->strict = ret->strict || ret->decide > 0; /* one hand at another time is no payment */
    return ret->folder != NULL && !(ret->held && ret->decide > 0) && optind + 1 >= argc;
}

static bool read_all(struct judge *judge, const struct request *request)
{
    FILE *links = strcmp(request->links, "-") == 0 ? stdin : fopen(request->links, "r");
    bool good;

    if (links == NULL) {
        fprintf(stderr, "efc-judge: %s: %s\n", request->links, strerror(errno));
        return false;
    }
    good = read_file(judge, request->folder, "truth_programmes.csv", "programme,member", take_member) &&
           read_file(judge, request->folder, "truth.csv", "endpoint,site", take_truth) &&
           read_file(judge, request->folder, "pairs_with_evidence.csv", "endpoint,site,strength,evidence", take_evidence) &&
           (request->strict || read_file(judge, request->folder, "pairs_same_hand.csv", "endpoint,site", take_apart)) &&
           read_lines(judge, links, "endpoint,site,probability,weight_bits,status,evidence", request->links, take_link);
    if (links != stdin)
        fclose(links);
    if (good && judge->link_count > 1)
        qsort(judge->links, judge->link_count, sizeof(*judge->links), by_weight);
    return good;
}

static bool floors_hold(const struct judge *judge, const struct request *request)
{
    struct bin bins[BINS];
    bool good = score_best(judge).f1 >= request->least_f1 && score_from(judge, 0.9).precision >= request->least_precision &&
                calibration_error(judge, true, bins) <= request->most_error;

    if (!good)
        fprintf(stderr, "efc-judge: below what is asked: best F1 %g, precision from 0.9 on %g, calibration error %g\n",
                request->least_f1, request->least_precision, request->most_error);
    return good;
}

int main(int argc, char **argv)
{
    AUTO(arena_free) struct arena *arena = arena_new(MEMORY);
    struct request request = {.most_error = 1};
    struct judge judge = {.arena = arena};

    if (!read_request(argc, argv, &request)) {
        fputs(usage, stderr);
        return 2;
    }
    map_init(&judge.pairs, arena);
    map_init(&judge.members, arena);
    map_init(&judge.apart, arena);
    judge.halved = request.held || request.decide > 0;
    judge.second = request.held;
    if (!read_all(&judge, &request))
        return 1;
    if (request.decide > 0) {
        print_decisions(&judge, request.decide);
        return 0;
    }
    if (request.brief) {
        print_brief(&judge);
    } else {
        print_scores(&judge);
        print_calibration(&judge);
        print_wrong(&judge, (size_t)request.wrong);
        print_missed(&judge, (size_t)request.missed);
    }
    return floors_hold(&judge, &request) ? 0 : 1;
}
