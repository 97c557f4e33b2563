/*
 * match.h: how sure we are that an endpoint takes the money of a site, and why.
 *
 * Shape   Fellegi-Sunter: the sum of log2(m/u) over independent families of evidence and a prior; within a family the strongest counts.
 *         p = 1/(1 + 2^-bits).
 * Units   micro-bits, int64_t: sums are exact and do not depend on the order of the evidence.
 * Source  Fellegi and Sunter, A Theory for Record Linkage (1969); frequency-based weights: Winkler (2000); likeness of names: Jaro (1989),
 *         Winkler (1990)
 */
#ifndef CORE_MATCH_H
#define CORE_MATCH_H

#include "core/trait.h"

#define MICRO INT64_C(1000000)

enum match_family {
#define FAMILY(name, shows, text) FAMILY_##name,
#include "core/match_family.def"
#undef FAMILY
    FAMILY_COUNT
};

enum match_rule {
#define RULE(name, family, kind, endpoint_roles, site_roles, level, text) RULE_##name,
#include "core/match_rule.def"
#undef RULE
    RULE_COUNT
};

/* What one side says about the value they have in common. */
struct match_side {
    enum record_role role;
    int32_t records;
    int16_t partners;
    int16_t grade; /* 10 * source + information, 0: not graded */
    int64_t first_us;
    int64_t last_us;
};

/* What an analyst has ruled about a value in one case, against its count and the lists. */
enum match_ruling { RULING_none, RULING_hub, RULING_no_hub };

/* One value that an endpoint and a site have in common, in one role on each side. */
struct evidence {
    enum trait_kind kind;
    uint64_t hash;
    struct bytes value;
    int32_t endpoints; /* that have the value, in whatever role */
    int32_t sites;
    enum hub_kind hub;
    struct match_side endpoint, site;
    enum match_ruling ruling;
    /* Of names that begin alike: the two that are most alike (match_liken), in parts of MATCH_LIKENESS_WHOLE. */
    int32_t likeness;
    struct bytes endpoint_name, site_name;
};

/* How alike two names are, by Jaro and Winkler: the share of common letters and of their order, more when they begin alike. What is
 * beyond 64 letters is not compared. */
#define MATCH_LIKENESS_WHOLE 10000
int32_t match_likeness(struct bytes a_name, struct bytes b_name);
/* Takes the two names when they are more alike than those before. */
void match_liken(struct evidence *evidence, struct bytes endpoint_name, struct bytes site_name);
/* The same for all names of both, a blank between. */
void match_liken_all(struct evidence *evidence, struct bytes endpoint_names, struct bytes site_names);
/* Names of one entity that are compared, the first of them by their bytes; more are somebody's who has all names. */
#define MATCH_NAMES_MOST 16

/* What the lists of hubs say about a value of a trait. */
enum hub_kind match_hub(const struct ident_data *data, enum trait_kind kind, struct bytes value);

/* Raised whenever the rules or the code of the score change what a model means: then all links are made again. */
#define MATCH_VERSION 12

/* The class of a count: 0 for 1, 1 for 2-3, 2 for 4-7 ... at most MATCH_CLASS_MOST: beyond it a value is worth nothing anyway. */
#define MATCH_CLASS_MOST 12
int32_t match_class(int64_t count);

/* ---- the model ---- */

struct model_rule {
    double m, u;
    int64_t bits; /* log2(m / u) */
    int32_t endpoint_free, site_free;
    int64_t endpoint_slope, site_slope; /* micro-bits for each class above free */
    int32_t join;                       /* highest sum of classes that makes a pair a candidate, -1: never */
};

/* What one hand behind both can show at most: the probability that the endpoint serves the site, by the time between their lives. */
#define MODEL_HANDS_MOST 8
#define MODEL_HAND_LEAST 1e-6
#define MODEL_HAND_MOST 0.9999
/* In place of the time, where an address ties the two that no other endpoint has: the hand's other endpoints do not come into question, and
 * it outlives the accounts behind it. A model's line for it is the first; without one such a pair is as one that lived at the same time. */
#define MATCH_OWN (-1)
struct model_hand {
    int64_t apart_us; /* up to here; MATCH_OWN: see there */
    int64_t bits;     /* log-odds */
    int64_t third;    /* the same for a link by way of a third */
};

#define MODEL_THIRD_LEAST 0.1
#define MODEL_THIRD_MOST 10.0
struct model {
    int64_t prior, keep, hub, partners, apart, programme; /* micro-bits */
    int64_t third; /* a millionth: what becomes of each bit that a link by way of a third has above MATCH_THIRD_LEAST */
    struct model_hand hands[MODEL_HANDS_MOST]; /* by growing distance; the last holds for all that is further */
    size_t hand_count;
    struct model_rule rules[RULE_COUNT];
    struct {
        int32_t join; /* highest sum of classes at which values of the kind may make candidates, -1: never */
        bool joins[MATCH_CLASS_MOST + 1][MATCH_CLASS_MOST + 1]; /* whether they do, by the classes of endpoints and sites */
        bool many_families;                                     /* its rules are of several families */
        uint8_t rule_count;
        uint8_t rules[RULE_COUNT]; /* that may fit, in the order of the table */
    } kinds[TRAIT_COUNT];
};

/* Reads the text of config/model/: every rule once. ST_INPUT names the line. */
MUST_CHECK enum status model_parse(struct op *op, struct bytes text, struct model *ret);

/* Whether a value that so many have makes a pair a candidate: alone it could make a link that is kept. */
bool match_joins(const struct model *model, enum trait_kind kind, int32_t endpoint_class, int32_t site_class);
void match_joins_set(struct model *model); /* done by model_parse() */

/* ---- the score ---- */

/* From the first to the last that is known of each side. */
struct match_lives {
    int64_t endpoint_first_us, endpoint_last_us;
    int64_t site_first_us, site_last_us;
};
int64_t match_apart(const struct match_lives *lives); /* between them; 0 when they overlap */

enum match_contrary {
#define CONTRARY(name, bits, text) CONTRARY_##name,
#include "core/match_contrary.def"
#undef CONTRARY
    CONTRARY_COUNT
};

/* What a pair has in common, when its two sides lived, and what speaks against it. */
struct match_pair {
    struct match_lives lives;
    const struct evidence *evidence;
    size_t count;
    uint32_t contrary; /* one bit for each that holds */
};
int64_t match_contrary_bits(enum match_contrary contrary); /* < 0 */
const char *match_contrary_name(enum match_contrary contrary);
const char *match_contrary_text(enum match_contrary contrary);
/* Whether two acquirers' numbers of six to eleven digits may be one: the longer begins with the shorter. */
bool match_same_acquirer(struct bytes a, struct bytes b);
/* The acquirer in the name of an endpoint, BYTES_NONE for other endpoints. */
struct bytes match_acquirer(struct bytes endpoint);

struct match_score {
    int64_t bits;
    int64_t hand;   /* what speaks for one hand behind both: prior, direct evidence and the other, without bounds */
    uint64_t rules; /* one bit for each rule that was counted */
    bool candidate; /* a value was rare enough to look at the pair; without it there is no link */
};
void match_score(const struct model *model, const struct match_pair *pair, struct match_score *ret);
/* The score from the sums of its direct and its other evidence: with the prior, the bound on what one hand shows, and contrary evidence. */
#define MATCH_BEYOND_PARTS 64 /* one part of so many of what goes beyond the bound counts */
int64_t match_sum(const struct model *model, int64_t direct, int64_t hand, int64_t bound_us);
double match_probability(int64_t bits);
int64_t match_bits(double probability); /* the least bits that give the probability */

struct bytes match_bits_print(struct arena *arena, int64_t bits); /* "-13.024561" */

enum match_verdict {
    VERDICT_counted,
    VERDICT_weaker,    /* than another piece of its family */
    VERDICT_elsewhere, /* the same value says more in another family */
    VERDICT_nothing,
    VERDICT_no_rule
};

struct match_piece {
    const struct evidence *evidence;
    enum match_rule rule; /* RULE_COUNT when none fits */
    bool joins;           /* few enough have the value: it makes the pair a candidate */
    int64_t full;         /* bits of the rule */
    int64_t shared;       /* taken off because others have the value, <= 0 */
    int64_t partners;     /* added because several partners say so */
    int64_t grade;        /* taken off for the grade of the sources, <= 0 */
    int64_t time;         /* taken off because the two did not overlap, <= 0 */
    int64_t listed;       /* taken off because the value is on a list of hubs, <= 0 */
    int64_t bits;         /* what is left; never below 0 */
    enum match_verdict verdict;
};

struct match_waterfall {
    int64_t prior;
    struct match_piece *pieces; /* by family, strongest first */
    size_t count;
    int64_t hand;      /* taken off because one hand behind both is not yet a payment, <= 0 */
    int64_t apart;     /* because the two did not live at the same time, <= 0 */
    uint32_t contrary; /* what else speaks against it, a bit for each; each takes its bits off */
    int64_t apart_us;  /* between the lives of the two */
    int64_t bound_us;  /* what chose the bound on one hand: apart_us or MATCH_OWN */
    struct match_score score;
};
void match_explain(const struct model *model, struct arena *arena, const struct match_pair *pair, struct match_waterfall *ret);
/* "shared by 4,312 endpoints and 3 sites; a processor's": what a person reads about a piece. */
struct bytes match_piece_text(struct arena *arena, const struct match_piece *piece);

/* ---- kin: two endpoints, or two sites, of one hand ---- */

/* The roles in which a value of the kind counts on that side, a bit for each; 0: none. */
uint32_t match_kin_roles(bool site, enum trait_kind kind);
/* What a value that `count` endpoints or sites share says about two of them: log-odds. */
int64_t match_kin_bits(const struct model *model, bool site, enum trait_kind kind, int64_t count);
/* What a link by way of a third loses on it. */
int64_t match_kin_loss(bool site, enum trait_kind kind);
const char *match_kin_name(bool site, enum trait_kind kind); /* "": nobody is kin by it */
const char *match_kin_text(bool site, enum trait_kind kind);

/* ---- two hops: an endpoint and a site tied together by a third, an endpoint that is kin to the one or a site that is to the other ---- */

/* Stands in link.rules for a link that comes over a third; such a link is never acted on without people. */
#define MATCH_TWO_HOPS (UINT64_C(1) << 62)

#define MATCH_THIRD_LEAST                                                                                                        \
    (-4247927) /* micro-bits of 0.05: what comes by way of a third and is less likely tells nobody anything */

struct match_hop {
    bool via_site;        /* the third is a site */
    enum trait_kind kind; /* of the value that makes it kin */
    int32_t shared;       /* endpoints or sites that have the value */
    bool ruled;           /* an analyst has ruled that it is no hub in this case: as if nobody else had it */
    int64_t link_bits;    /* of the link between the third and the other of the two */
    int64_t apart_us;     /* between the lives of the two */
};
/* The least of link_bits, kin and most, and loss (<= 0) and third added to it. kin: the prior, and full and others (<= 0) added to it. */
struct match_hop_parts {
    int64_t full;   /* bits of the value that makes the third kin */
    int64_t others; /* taken off because others have it, too */
    int64_t kin, most, loss;
    int64_t third; /* added for model->third */
};
struct match_hop_parts match_hop_explain(const struct model *model, const struct match_hop *hop);
int64_t match_hop_bits(const struct model *model, const struct match_hop *hop);
/* Log-odds that one hand behind both makes of a pair at most, and which of model->hands says so. */
int64_t match_hand_most(const struct model *model, int64_t bound_us);
int64_t match_third_most(const struct model *model, int64_t apart_us);
size_t match_hand_step(const struct model *model, int64_t bound_us);

const char *match_rule_name(enum match_rule rule);
const char *match_rule_text(enum match_rule rule);
bool match_rule_find(struct bytes name, enum match_rule *ret);
enum match_family match_rule_family(enum match_rule rule);
enum trait_kind match_rule_kind(enum match_rule rule);
const char *match_family_name(enum match_family family);
const char *match_family_text(enum match_family family);
bool match_family_direct(enum match_family family);

#endif
