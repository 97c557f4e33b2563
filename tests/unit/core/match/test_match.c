#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "support/ident_fixture.h"
#include "core/match.h"

#define DAY(n) ((n)*INSTANT_DAY)

static const struct model *model(void)
{
    static struct model model;
    struct op op;

    op_init(&op, fixture_arena(), 0, "test");
    cr_assert(model_parse(&op, fixture_read(SOURCE_DIR "/config/model/default.conf"), &model) == ST_OK, "%s", op.cause);
    return &model;
}

/* One record of one partner on each side, on the same day. */
static struct evidence piece(enum trait_kind kind, enum record_role endpoint, enum record_role site, const char *value)
{
    return (struct evidence){.kind = kind,
                             .hash = trait_hash(kind, bytes_of(value)),
                             .value = bytes_of(value),
                             .endpoints = 1,
                             .sites = 1,
                             .endpoint = {.role = endpoint, .records = 1, .partners = 1},
                             .site = {.role = site, .records = 1, .partners = 1}};
}

static struct match_score score_apart(const struct evidence *evidence, size_t count, int64_t days)
{
    struct match_pair pair = {{0, 0, DAY(days), DAY(days)}, evidence, count, 0};
    struct match_score score;

    match_score(model(), &pair, &score);
    return score;
}

static struct match_score score(const struct evidence *evidence, size_t count)
{
    return score_apart(evidence, count, 0);
}

static double probability(const struct evidence *evidence, size_t count)
{
    return match_probability(score(evidence, count).bits);
}

Test(match, takes_its_weights_from_the_model)
{
    struct evidence arn = piece(TRAIT_arn, ROLE_payment, ROLE_payment, "12345678901234567890123");
    const struct model_rule *rule = &model()->rules[RULE_arn];

    cr_expect_eq(score(&arn, 1).bits, model()->prior + rule->bits);
    cr_expect_eq(rule->bits, llround(log2(rule->m / rule->u) * 1e6));
    cr_expect_eq(score(&arn, 1).rules, UINT64_C(1) << RULE_arn);
    cr_expect(score(&arn, 1).candidate);
    cr_expect_eq(score(NULL, 0).bits, model()->prior);
    cr_expect_not(score(NULL, 0).candidate);
}

Test(match, ranks_evidence_as_practitioners_do)
{
    const struct evidence ladder[] = {
        piece(TRAIT_arn, ROLE_payment, ROLE_payment, "arn"),       piece(TRAIT_site, ROLE_referrer, ROLE_self, "a.example"),
        piece(TRAIT_endpoint, ROLE_self, ROLE_published, "payto"), piece(TRAIT_site, ROLE_declared, ROLE_redirect, "a.example"),
        piece(TRAIT_phone, ROLE_support, ROLE_contact, "+44"),     piece(TRAIT_name_squashed, ROLE_name, ROLE_self, "name"),
        piece(TRAIT_name_token, ROLE_name, ROLE_self, "word"),     piece(TRAIT_ip, ROLE_note, ROLE_hosting, "192.0.2.1"),
    };

    for (size_t i = 0; i + 1 < COUNT_OF(ladder); i++)
        cr_expect_gt(score(&ladder[i], 1).bits, score(&ladder[i + 1], 1).bits, "%zu", i);
    cr_expect_gt(probability(&ladder[0], 1), 0.95);
    cr_expect_lt(probability(&ladder[6], 1), 0.05, "a word of a name is nothing on its own");
}

Test(match, counts_one_fact_seen_three_ways_once)
{
    const struct evidence evidence[] = {piece(TRAIT_email, ROLE_support, ROLE_contact, "a@b.example"),
                                        piece(TRAIT_phone, ROLE_support, ROLE_contact, "+441"),
                                        piece(TRAIT_site, ROLE_support, ROLE_contact, "b.example")};

    cr_expect_eq(score(evidence, 3).bits, score(evidence, 1).bits);
    cr_expect_eq(score(evidence, 3).rules, UINT64_C(1) << RULE_email);
}

Test(match, counts_one_value_in_the_family_in_which_it_says_most)
{
    struct evidence evidence[] = {piece(TRAIT_site, ROLE_declared, ROLE_redirect, "front.example"),
                                  piece(TRAIT_site, ROLE_support, ROLE_contact, "front.example"),
                                  piece(TRAIT_site, ROLE_support, ROLE_contact, "other.example")};
    struct match_pair pair = {{0}, evidence, 2, 0};
    struct match_waterfall waterfall;

    cr_expect_eq(score(evidence, 2).rules, UINT64_C(1) << RULE_own_front);
    cr_expect_eq(score(evidence, 2).bits, score(evidence, 1).bits);
    match_explain(model(), fixture_arena(), &pair, &waterfall);
    cr_expect_eq(waterfall.pieces[0].verdict, VERDICT_elsewhere);
    cr_expect_eq(waterfall.pieces[1].verdict, VERDICT_counted);
    cr_expect_eq(waterfall.score.bits, waterfall.prior + waterfall.pieces[1].bits + waterfall.hand);
    cr_expect_eq(score(evidence, 3).rules, UINT64_C(1) << RULE_own_front | UINT64_C(1) << RULE_mail_domain,
                 "another domain counts");
    pair.count = 3;
    evidence[2].site.partners = 2;
    match_explain(model(), fixture_arena(), &pair, &waterfall);
    cr_expect_eq(waterfall.pieces[0].evidence, &evidence[2]);
    cr_expect_eq(waterfall.pieces[0].verdict, VERDICT_counted);
    cr_expect_eq(waterfall.pieces[1].verdict, VERDICT_elsewhere, "that of another value does not bring it back");
}

Test(match, likens_names_as_jaro_and_winkler_do)
{
    static const struct {
        const char *a, *b;
        int32_t likeness;
    } cases[] = {
        {"MARTHA", "MARHTA", 9611},
        {"DWAYNE", "DUANE", 8400},
        {"DIXON", "DICKSONX", 8133},
        {"JONES", "JOHNSON", 8323},
        {"ABROMS", "ABRAMS", 9222},
        {"SHACKLEFORD", "SHACKELFORD", 9818},
        {"", "", 0},
        {"A", "", 0},
        {"A", "A", 10000},
        {"same", "same", 10000},
        {"abc", "xyz", 0},
        {"\xC3\xA4pfel", "\xC3\xA4pfle", 9533},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int32_t there = match_likeness(bytes_of(cases[i].a), bytes_of(cases[i].b));

        cr_expect_eq(there, cases[i].likeness, "%s %s: %d", cases[i].a, cases[i].b, there);
        cr_expect_eq(match_likeness(bytes_of(cases[i].b), bytes_of(cases[i].a)), there, "%s %s", cases[i].a, cases[i].b);
    }
}

Test(match, likens_no_more_than_the_first_letters_of_a_long_name)
{
    char a[201], b[201];

    memset(a, 'a', sizeof(a) - 1);
    memset(b, 'a', sizeof(b) - 1);
    a[200] = b[200] = '\0';
    b[199] = 'b';
    cr_expect_eq(match_likeness(bytes_of(a), bytes_of(b)), MATCH_LIKENESS_WHOLE);
    b[0] = 'b';
    cr_expect_lt(match_likeness(bytes_of(a), bytes_of(b)), MATCH_LIKENESS_WHOLE);
}

Test(match, takes_names_that_begin_alike_by_how_alike_they_are)
{
    struct evidence near = piece(TRAIT_name_start, ROLE_name, ROLE_self, "goldensh"), far = near;
    struct match_pair pair = {{0}, &near, 1, 0};
    struct match_waterfall waterfall;

    match_liken_all(&near, BYTES("goldenshield goldenshop"), BYTES("goldenshop24 goldenshorehouse"));
    match_liken_all(&far, BYTES("goldenshield"), BYTES("goldenshorehouse"));
    expect_bytes(near.endpoint_name, "goldenshop", "endpoint");
    expect_bytes(near.site_name, "goldenshop24", "site");
    cr_expect_eq(score(&near, 1).rules, UINT64_C(1) << RULE_name_near);
    cr_expect_eq(score(&far, 1).rules, UINT64_C(1) << RULE_name_start);
    cr_expect_gt(score(&near, 1).bits, score(&far, 1).bits);
    match_explain(model(), fixture_arena(), &pair, &waterfall);
    expect_bytes(match_piece_text(fixture_arena(), &waterfall.pieces[0]),
                 "goldenshop and goldenshop24 are 0.9666 alike; shared by 1 endpoint and 1 site", "remark");
}

Test(match, takes_a_checkout_that_names_the_endpoint)
{
    static const struct {
        enum trait_kind kind;
        enum record_role site;
        enum match_rule rule;
    } cases[] = {{TRAIT_endpoint, ROLE_redirect, RULE_checkout_account},
                 {TRAIT_endpoint, ROLE_self, RULE_checkout_account},
                 {TRAIT_merchant_number, ROLE_redirect, RULE_checkout_merchant},
                 {TRAIT_endpoint, ROLE_published, RULE_published}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct evidence evidence = piece(cases[i].kind, ROLE_self, cases[i].site, "payto");

        cr_expect_eq(score(&evidence, 1).rules, UINT64_C(1) << cases[i].rule, "case %zu", i);
        cr_expect(score(&evidence, 1).candidate, "case %zu", i);
    }
}

Test(match, does_not_depend_on_the_order_of_the_evidence)
{
    struct evidence evidence[] = {
        piece(TRAIT_site, ROLE_referrer, ROLE_self, "a.example"), piece(TRAIT_site, ROLE_declared, ROLE_self, "a.example"),
        piece(TRAIT_phone, ROLE_support, ROLE_contact, "+441"), piece(TRAIT_phone, ROLE_support, ROLE_contact, "+442"),
        piece(TRAIT_name_squashed, ROLE_name, ROLE_self, "name")};
    struct match_score expected = score(evidence, COUNT_OF(evidence)), got;

    for (size_t turn = 0; turn < COUNT_OF(evidence); turn++) {
        struct evidence first = evidence[0];

        memmove(evidence, evidence + 1, sizeof(evidence) - sizeof(first));
        evidence[COUNT_OF(evidence) - 1] = first;
        got = score(evidence, COUNT_OF(evidence));
        cr_expect(got.bits == expected.bits && got.rules == expected.rules);
    }
}

Test(match, damps_a_value_by_how_many_share_it_and_says_so)
{
    struct evidence phone = piece(TRAIT_phone, ROLE_support, ROLE_contact, "+441");
    struct match_pair pair = {{0}, &phone, 1, 0};
    struct match_waterfall waterfall;
    int64_t before = score(&phone, 1).bits;

    for (int32_t endpoints = 2; endpoints < 100000; endpoints *= 2) {
        phone.endpoints = endpoints;
        cr_expect_leq(score(&phone, 1).bits, before, "%d", endpoints);
        before = score(&phone, 1).bits;
    }
    phone.endpoints = 4312;
    cr_expect_eq(score(&phone, 1).bits, model()->prior, "a help line adds nothing");
    cr_expect_not(score(&phone, 1).candidate, "nor does it make a pair worth looking at");
    match_explain(model(), fixture_arena(), &pair, &waterfall);
    cr_expect_eq(waterfall.pieces[0].verdict, VERDICT_nothing);
    expect_bytes(match_piece_text(fixture_arena(), &waterfall.pieces[0]),
                 "shared by 4,312 endpoints and 1 site; not counted: so many have it that it says nothing", "remark");
}

Test(match, scores_counts_by_their_power_of_two)
{
    struct evidence email = piece(TRAIT_email, ROLE_support, ROLE_contact, "a@b.example");
    int64_t bits[2];

    email.endpoints = 16;
    bits[0] = score(&email, 1).bits;
    email.endpoints = 31;
    bits[1] = score(&email, 1).bits;
    cr_expect_eq(bits[0], bits[1]);
    email.endpoints = 32;
    cr_expect_lt(score(&email, 1).bits, bits[1]);
}

Test(match, damps_what_a_list_knows_as_a_hub)
{
    struct evidence site = piece(TRAIT_site, ROLE_declared, ROLE_self, "platform.example");

    site.hub = HUB_shared_platform;
    cr_expect_eq(score(&site, 1).bits, model()->prior + model()->hub);
    cr_expect_eq(match_hub(fixture_data(), TRAIT_email, BYTES("somebody@mailinator.com")), HUB_disposable_mail);
    cr_expect_eq(match_hub(fixture_data(), TRAIT_email, BYTES("somebody@gmail.com")), HUB_none,
                 "an address there is one person's");
    cr_expect_eq(match_hub(fixture_data(), TRAIT_arn, BYTES("gmail.com")), HUB_none);
}

Test(match, takes_one_hand_behind_both_for_less_than_a_payment)
{
    const struct evidence hand[] = {piece(TRAIT_email, ROLE_support, ROLE_contact, "a@b.example"),
                                    piece(TRAIT_name_squashed, ROLE_name, ROLE_self, "name"),
                                    piece(TRAIT_endpoint, ROLE_settlement, ROLE_published, "payto")};

    cr_expect_lt(probability(hand, 3), 0.95);
    cr_expect_gt(score(hand, 3).bits, score(hand, 2).bits, "more of it still ranks higher");
    cr_expect_eq(score(hand, 3).hand, model()->prior + model()->rules[RULE_email].bits + model()->rules[RULE_name].bits +
                                          model()->rules[RULE_settlement_published].bits);
    for (int days = 0; days < 300; days += 10)
        cr_expect_geq(score_apart(hand, 3, days).bits, score_apart(hand, 3, days + 10).bits, "%d days", days);
    cr_expect_lt(match_probability(score_apart(hand, 3, 300).bits), 0.35, "who lived at different times does not pay each other");
}

Test(match, is_never_nine_tenths_sure_by_one_hand_or_by_what_one_site_shows)
{
    const struct evidence hand[] = {piece(TRAIT_email, ROLE_support, ROLE_contact, "a@b.example"),
                                    piece(TRAIT_name_squashed, ROLE_name, ROLE_self, "name"),
                                    piece(TRAIT_endpoint, ROLE_settlement, ROLE_published, "payto")};
    struct evidence published = piece(TRAIT_endpoint, ROLE_self, ROLE_published, "payto");

    cr_expect_lt(probability(hand, 3), 0.91);
    cr_expect_lt(probability(hand, 1), 0.9);
    cr_expect_lt(probability(&published, 1), 0.9, "a rival may have put it there");
    published.sites = 2;
    cr_expect_gt(probability(&published, 1), 0.9, "two sites that have it are run by whom it pays");
    published.sites = 4;
    cr_expect_lt(probability(&published, 1), 0.9, "what several have, one may have copied from another");
    cr_expect_gt(probability(&published, 1), 0.8);
    published.sites = 16;
    cr_expect_lt(probability(&published, 1), 0.5, "what many have is copied from site to site");
}

Test(match, takes_an_address_that_no_other_endpoint_has_for_surer_than_one_hand)
{
    struct evidence front[] = {piece(TRAIT_site, ROLE_declared, ROLE_redirect, "front.example"),
                               piece(TRAIT_email, ROLE_support, ROLE_contact, "a@b.example")};
    struct evidence shop = piece(TRAIT_site, ROLE_support, ROLE_self, "shop.example");
    int64_t own = score(front, 1).bits, hand = score(&front[1], 1).bits;

    cr_expect_eq(score(front, 1).rules, UINT64_C(1) << RULE_own_front);
    cr_expect_gt(own, hand);
    cr_expect_lt(probability(front, 1), 0.9, "it may be an advertisement, or a domain that has passed to somebody else");
    cr_expect_lt(probability(front, 2), 0.91, "what else shows one hand adds next to nothing");
    cr_expect_eq(score_apart(front, 1, 200).bits, own, "it outlives the accounts behind it");
    cr_expect_lt(score_apart(front, 1, 401).bits, 0, "for a time");
    front[0].endpoints = 2;
    cr_expect_eq(score(front, 1).rules, UINT64_C(1) << RULE_redirect);
    cr_expect_leq(score(front, 1).bits, hand + MICRO / 10, "another endpoint of that hand may be the one that is paid");
    cr_expect_eq(score(&shop, 1).rules, UINT64_C(1) << RULE_own_shop);
    cr_expect_gt(score(&shop, 1).bits, hand);
    shop.sites = 2;
    cr_expect_eq(score(&shop, 1).rules, UINT64_C(1) << RULE_own_domain, "the mailbox of one who runs several sites");
}

Test(match, takes_no_platforms_address_for_anybodys_own)
{
    struct evidence evidence[] = {piece(TRAIT_site, ROLE_declared, ROLE_redirect, "front.example"),
                                  piece(TRAIT_email, ROLE_support, ROLE_contact, "a@b.example")};
    struct match_pair pair = {{0}, evidence, 2, 0};
    struct match_waterfall waterfall;

    match_explain(model(), fixture_arena(), &pair, &waterfall);
    cr_expect_eq(waterfall.bound_us, MATCH_OWN);
    evidence[0].ruling = RULING_hub;
    match_explain(model(), fixture_arena(), &pair, &waterfall);
    cr_expect_eq(waterfall.bound_us, 0);
    cr_expect_leq(waterfall.score.bits, score(&evidence[1], 1).bits + MICRO / 10);
}

Test(match, does_not_take_time_from_direct_evidence_but_counts_years_against_the_pair)
{
    const struct evidence published = piece(TRAIT_endpoint, ROLE_self, ROLE_published, "payto");

    cr_expect_eq(score_apart(&published, 1, 100).bits, score(&published, 1).bits);
    cr_expect_eq(score_apart(&published, 1, 401).bits, score(&published, 1).bits + model()->apart);
}

Test(match, knows_how_a_purchase_and_a_payment_were_settled)
{
    static const struct {
        const char *value;
        enum match_rule rule;
    } cases[] = {
        {"odd_minutes 1 30", RULE_payment_odd_minutes},
        {"minutes 1 30", RULE_payment_minutes},
        {"hour 1 700", RULE_payment_hour},
        {"days 1 90000", RULE_payment_days},
        {"acquirer 1 30", RULE_payment_acquirer},
        {"fee 1 30", RULE_payment_fee},
        {"contested 2 30", RULE_payment_contested},
        {"contested_hour 2 700", RULE_payment_contested_hour},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct evidence payment = piece(TRAIT_settled, ROLE_payment, ROLE_payment, cases[i].value);

        cr_expect_eq(score(&payment, 1).rules, UINT64_C(1) << cases[i].rule, "case %zu", i);
        cr_expect(i == 3 || i == 7 || score(&payment, 1).candidate, "case %zu", i);
    }
}

Test(match, scales_by_grades_and_by_several_partners)
{
    struct evidence email = piece(TRAIT_email, ROLE_support, ROLE_contact, "a@b.example");
    int64_t plain = score(&email, 1).hand;

    email.site.grade = 11;
    cr_expect_eq(score(&email, 1).hand, plain);
    email.site.grade = 44;
    cr_expect_lt(score(&email, 1).hand, plain);
    email.site.grade = 0;
    email.site.partners = 2;
    cr_expect_eq(score(&email, 1).hand - plain, model()->partners);
    email.site.partners = 60;
    cr_expect_eq(score(&email, 1).hand - plain, 2 * model()->partners, "at most two doublings");
}

Test(match, explains_a_score_that_adds_up)
{
    struct evidence evidence[] = {
        piece(TRAIT_email, ROLE_support, ROLE_contact, "a@b.example"), piece(TRAIT_phone, ROLE_support, ROLE_contact, "+441"),
        piece(TRAIT_name_squashed, ROLE_name, ROLE_self, "name"), piece(TRAIT_site, ROLE_referrer, ROLE_self, "a.example"),
        piece(TRAIT_tls_sha256, ROLE_artefact, ROLE_artefact, "no rule")};
    struct match_pair pair = {{0, 0, DAY(500), DAY(500)}, evidence, COUNT_OF(evidence), 0};
    struct match_waterfall waterfall;
    int64_t sum;

    evidence[0].endpoints = 9;
    evidence[0].site.grade = 34;
    match_explain(model(), fixture_arena(), &pair, &waterfall);
    sum = waterfall.prior + waterfall.hand + waterfall.apart;
    for (size_t i = 0; i < waterfall.count; i++) {
        const struct match_piece *p = &waterfall.pieces[i];

        cr_expect_eq(p->bits, p->full + p->shared + p->partners + p->grade + p->time + p->listed, "piece %zu", i);
        if (p->verdict == VERDICT_counted)
            sum += p->bits;
    }
    cr_expect_eq(sum, waterfall.score.bits);
    cr_expect_eq(waterfall.count, COUNT_OF(evidence), "what was not counted is shown too");
    cr_expect_eq(waterfall.pieces[COUNT_OF(evidence) - 1].verdict, VERDICT_no_rule);
}

Test(match, prints_bits_exactly)
{
    expect_bytes(match_bits_print(fixture_arena(), -13024505), "-13.024505", "bits");
    expect_bytes(match_bits_print(fixture_arena(), -500000), "-0.500000", "bits");
    expect_bytes(match_bits_print(fixture_arena(), 1), "0.000001", "bits");
    cr_expect_eq(match_bits(match_probability(5000000)) / 10, 500000);
    cr_expect_float_eq(match_probability(0), 0.5, 1e-12);
}

Test(model, refuses_what_is_not_a_model_and_names_the_line)
{
    struct bytes text = fixture_read(SOURCE_DIR "/config/model/default.conf");
    static const struct {
        const char *added, *cause;
    } cases[] = {
        {"prior 0.1", "twice"},
        {"pior 0.1", "no such setting"},
        {"rule arn 0.5 1e-7 1 2 1 2 6", "twice"},
        {"rule nonsense 1 1", "no such rule"},
        {"hand 5 0.5", "must grow"},
        {"hand own 0.5", "must grow"},
        {"keep", "out of range"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct model ignored;
        struct op op;

        op_init(&op, fixture_arena(), 0, "test");
        cr_expect(model_parse(&op, bytes_printf(fixture_arena(), "%.*s%s\n", (int)text.n, text.p, cases[i].added), &ignored) ==
                  ST_INPUT);
        cr_expect(strstr(op.cause, cases[i].cause) != NULL, "%s: %s", cases[i].added, op.cause);
    }
}

Test(model, must_weigh_every_rule)
{
    struct bytes text = fixture_read(SOURCE_DIR "/config/model/default.conf");
    char *copy = bytes_cstr(fixture_arena(), text), *rule = strstr(copy, "rule email ");
    struct model ignored;
    struct op op;

    cr_assert_not_null(rule);
    rule[0] = '#';
    op_init(&op, fixture_arena(), 0, "test");
    cr_expect(model_parse(&op, bytes_of(copy), &ignored) == ST_INPUT);
    cr_expect(strstr(op.cause, "email") != NULL, "%s", op.cause);
}

Test(match, counts_a_value_that_is_ruled_to_be_no_hub_as_if_nobody_else_had_it)
{
    struct evidence phone = piece(TRAIT_phone, ROLE_support, ROLE_contact, "+442079460000"), alone = phone, ruled = phone;
    struct match_piece text = {.evidence = &ruled, .verdict = VERDICT_counted};

    phone.endpoints = ruled.endpoints = 4312;
    phone.hub = ruled.hub = HUB_processor;
    ruled.ruling = RULING_no_hub;
    cr_expect(!score(&phone, 1).candidate && score(&phone, 1).rules == 0, "many have it, and a list names it");
    cr_expect(score(&ruled, 1).candidate);
    cr_expect_eq(score(&ruled, 1).bits, score(&alone, 1).bits);
    cr_expect(strstr(bytes_cstr(fixture_arena(), match_piece_text(fixture_arena(), &text)), "ruled that it is no hub") != NULL);
}

Test(match, bounds_a_value_that_is_ruled_to_be_a_hub)
{
    struct evidence email = piece(TRAIT_email, ROLE_support, ROLE_contact, "a@shop.example");

    email.ruling = RULING_hub;
    cr_expect_eq(score(&email, 1).bits, model()->prior + model()->hub);
}

Test(match, takes_a_chain_for_less_than_its_weakest_link)
{
    struct match_hop hop = {.kind = TRAIT_owner, .shared = 2, .link_bits = 20 * MICRO};
    struct match_hop_parts parts = match_hop_explain(model(), &hop);
    int64_t near = match_hop_bits(model(), &hop), before;

    cr_expect_lt(parts.loss, 0);
    cr_expect_eq(near, (parts.kin < parts.most ? parts.kin : parts.most) + parts.loss, "the link is the strongest of the three");
    cr_expect_lt(match_probability(near), 0.75, "a third is never enough to act on");
    hop.link_bits = -MICRO;
    cr_expect_eq(match_hop_bits(model(), &hop), hop.link_bits + parts.loss);
    hop.link_bits = 20 * MICRO;
    before = near;
    for (hop.shared = 4; hop.shared < 32; hop.shared *= 2) {
        cr_expect_lt(match_hop_bits(model(), &hop), before, "a nominee with %d firms", hop.shared);
        before = match_hop_bits(model(), &hop);
    }
    hop.shared = 4312;
    hop.ruled = true;
    cr_expect_eq(match_hop_bits(model(), &hop), near, "an analyst has ruled that the many others are no hub in this case");
    hop.ruled = false;
    hop.shared = 2;
    hop.apart_us = DAY(300);
    cr_expect_lt(match_hop_bits(model(), &hop), near);
}

Test(match, stretches_a_chain_from_the_least_that_is_kept)
{
    struct match_hop hop = {.kind = TRAIT_owner, .shared = 2, .link_bits = 20 * MICRO},
                     weak = {.kind = TRAIT_owner, .shared = 16};
    struct model stretched = *model();
    int64_t plain = match_hop_bits(model(), &hop);

    cr_expect_eq(match_hop_explain(model(), &hop).third, 0, "by the program's own model");
    stretched.third = 3 * MICRO / 2;
    cr_expect_eq(match_hop_bits(&stretched, &hop), plain + (plain - MATCH_THIRD_LEAST) / 2);
    cr_expect_lt(match_hop_bits(model(), &weak), MATCH_THIRD_LEAST);
    cr_expect_lt(match_hop_bits(&stretched, &weak), MATCH_THIRD_LEAST, "what was not kept does not come up");
    cr_expect_eq(MATCH_THIRD_LEAST, match_bits(0.05));
}

Test(match, takes_off_each_thing_that_speaks_against_the_pair_and_says_so)
{
    const struct evidence published = piece(TRAIT_endpoint, ROLE_self, ROLE_published, "payto");
    struct match_pair pair = {{0}, &published, 1, 0};
    struct match_waterfall waterfall;
    struct match_score before, after;

    match_score(model(), &pair, &before);
    pair.contrary = 1U << CONTRARY_not_ours | 1U << CONTRARY_not_commercial;
    match_score(model(), &pair, &after);
    cr_expect_eq(after.bits, before.bits + match_contrary_bits(CONTRARY_not_ours) + match_contrary_bits(CONTRARY_not_commercial));
    match_explain(model(), fixture_arena(), &pair, &waterfall);
    cr_expect_eq(waterfall.score.bits, after.bits);
    cr_expect_eq(waterfall.contrary, pair.contrary);
    for (enum match_contrary i = 0; i < CONTRARY_COUNT; i++)
        cr_expect_lt(match_contrary_bits(i), 0, "%s", match_contrary_name(i));
}

Test(match, knows_the_acquirer_of_an_endpoint)
{
    expect_bytes(match_acquirer(BYTES("payto://card-acceptor/412345/M1")), "412345", "acquirer");
    cr_expect_eq(match_acquirer(BYTES("payto://iban/DE02120300000000202051")).n, 0);
    cr_expect(match_same_acquirer(BYTES("412345"), BYTES("41234567")));
    cr_expect(match_same_acquirer(BYTES("41234567"), BYTES("412345")));
    cr_expect_not(match_same_acquirer(BYTES("412345"), BYTES("412346")));
}
