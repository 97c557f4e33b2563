#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/annotate.h"
#include "base/number.h"
#include "judge/analyst.h"
#include "judge/report.h"
#include "judge/score.h"

#define MEMORY ((size_t)4 << 30)

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

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return fputs(usage, stdout) < 0;
    if (!read_request(argc, argv, &request)) {
        fputs(usage, stderr);
        return 2;
    }
    map_init(&judge.pairs, arena);
    map_init(&judge.members, arena);
    map_init(&judge.apart, arena);
    judge.strict = request.strict;
    judge.halved = request.held || request.decide > 0;
    judge.second = request.held;
    if (!truth_read(&judge, request.folder) || !links_read(&judge, request.links))
        return 1;
    if (request.decide > 0) {
        analyst_decide(&judge, request.decide);
        return 0;
    }
    if (request.brief) {
        report_brief(&judge);
    } else {
        report_scores(&judge);
        report_calibration(&judge);
        report_wrong(&judge, (size_t)request.wrong);
        report_missed(&judge, (size_t)request.missed);
    }
    return floors_hold(&judge, &request) ? 0 : 1;
}
