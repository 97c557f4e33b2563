/*
 * ident.h: identifiers: the canonical form of a value of a known kind. The kinds stand in ident_kind.def.
 *
 * Shape   a canonical form is UTF-8 (ASCII for all but names) without control characters; parsing it again gives itself.
 * Memory  results live in the arena that is passed; nothing else is allocated.
 * Errors  a value that is not of the kind gives the reason, and *ret is untouched. A value that is of the kind but doubtful
 *         (no checksum, reserved address) gives REASON_ok and the doubt in ret->doubt.
 * Data    public suffix list, hub lists, prefixes: struct ident_data, made once and never changed.
 */
#ifndef CORE_IDENT_H
#define CORE_IDENT_H

#include "base/buf.h"
#include "base/op.h"
#include "core/reason.h"

enum ident_kind {
    IDENT_none,
#define IDENT(name, label, parse, strength, personal, pivot) IDENT_##name,
#include "core/ident_kind.def"
#undef IDENT
    IDENT_COUNT
};

enum ident_strength { STRENGTH_FREE, STRENGTH_STRUCTURED, STRENGTH_CHECKED };

struct ident {
    enum ident_kind kind;
    struct bytes value; /* canonical form: what is compared and stored */
    enum reason doubt;  /* REASON_ok when there is none */
};

/* What the record knows that helps to read the value; parts may be BYTES_NONE. */
struct ident_context {
    struct bytes country;  /* ISO 3166-1 alpha-2: of a national phone number, a VAT or a registration number */
    struct bytes provider; /* of a wallet; lower case */
    struct bytes memo;     /* by which an exchange tells the customers of one address apart; for endpoints */
};

struct ident_data;

/* A named text, such as a hub list of config/. */
struct ident_file {
    const char *path;
    struct bytes text;
};

/* Builds the data from the texts of config/ident/ and the public suffix list of the machine; ST_INPUT names file and line. */
MUST_CHECK enum status ident_data_new(struct op *op, const struct ident_file *files, size_t count, struct ident_data **ret);
void ident_data_free(struct ident_data **data); /* for AUTO() */

enum reason ident_parse(const struct ident_data *data, struct arena *arena, enum ident_kind kind, struct bytes text,
                        const struct ident_context *context, struct ident *ret);

/* The form a person reads: an IBAN in groups of four, a name in its letters. */
struct bytes ident_print(struct arena *arena, const struct ident *ident);

const char *ident_kind_name(enum ident_kind kind);
const char *ident_kind_label(enum ident_kind kind);
bool ident_kind_find(struct bytes name, enum ident_kind *ret);
bool ident_kind_personal(enum ident_kind kind);
bool ident_kind_pivot(enum ident_kind kind);
enum ident_strength ident_kind_strength(enum ident_kind kind);

/* ---- identifiers inside text ---- */

struct ident_found {
    struct ident ident;
    size_t offset; /* in the text, bytes */
    size_t n;
};

struct ident_list {
    struct ident_found *items;
    size_t count;
};

/* Finds e-mail addresses, URLs and hosts (defanged too), IBANs, addresses of crypto-currencies, phones with +: patterns propose,
 * the parser of the kind decides. In order of offset, without overlaps. */
void ident_extract(const struct ident_data *data, struct arena *arena, struct bytes text, struct ident_list *ret);

/* ---- what can be read out of an identifier ---- */

/* The site that a URL belongs to: registrable domain, onion or IP address, or host/path-prefix on a shared platform. */
enum reason ident_site_of_url(const struct ident_data *data, struct arena *arena, struct bytes canonical_url, struct ident *ret);

/* The network that an IP address lies in, as hosts rent it: /24 of IPv4, /48 of IPv6; BYTES_NONE when it is no address. */
struct bytes ident_ip_network(struct arena *arena, struct bytes canonical_ip);

/* An e-mail address folded for matching: plus-tag and provider dots away. */
struct bytes ident_email_folded(const struct ident_data *data, struct arena *arena, struct bytes canonical_email);
struct bytes ident_email_domain(struct bytes canonical_email);

/* What a card descriptor holds: processor prefix off, phone, domain and e-mail taken out as identifiers, the rest as name. A domain
 * that ends where schemes cut the text has the doubt REASON_domain_cut: its words count as name, it is no site. */
struct descriptor_parts {
    struct bytes processor;   /* "paypal", BYTES_NONE when there is no known prefix */
    struct ident_list idents; /* phone, site, email */
    struct bytes name;        /* the rest, folded */
};
void ident_descriptor_parts(const struct ident_data *data, struct arena *arena, struct bytes descriptor,
                            const struct ident_context *context, struct descriptor_parts *ret);

/* Name tokens for matching: NFKC, case, accents and script folded, legal forms and one-letter tokens away; sorted, unique. */
struct token_list {
    struct bytes *items;
    size_t count;
};
void ident_name_tokens(const struct ident_data *data, struct arena *arena, struct bytes name, struct token_list *ret);
/* The same letters without spaces and punctuation, legal forms away: "Bright Star Media GmbH" -> "brightstarmedia"; for domain labels. */
struct bytes ident_name_squashed(const struct ident_data *data, struct arena *arena, struct bytes name);
/* The label of a site that carries its name: "bright-star.example" -> "brightstar". */
struct bytes ident_site_label(const struct ident_data *data, struct arena *arena, struct bytes canonical_site);
/* The same with each letter outside ASCII as the one that it looks like (UTS 39): what people read "xn--..." for. BYTES_NONE for a
 * name in ASCII and for an address. A weak trait of a name, never an identity. */
struct bytes ident_site_skeleton(const struct ident_data *data, struct arena *arena, struct bytes canonical_site);

/* The country, bank and branch that an IBAN names; BYTES_NONE where the country's IBANs do not. */
struct iban_parts {
    struct bytes country, bank, branch;
};
struct iban_parts ident_iban_parts(struct bytes canonical_iban);

/* What a merchant category code stands for; BYTES_NONE when it is in no list. */
struct bytes ident_mcc_name(const struct ident_data *data, struct bytes canonical_mcc);

/* ---- payment endpoints ---- */

/* The canonical name of an endpoint from its parts: the scheme as in FORMATS (account_scheme; "card-acceptor" with the account
 * "<acquirer_bin>/<card_acceptor_id>"; any other name is a wallet provider). context->provider belongs to the scheme "wallet". */
enum reason ident_endpoint_make(const struct ident_data *data, struct arena *arena, struct bytes scheme, struct bytes account,
                                const struct ident_context *context, struct ident *ret);

/* The identifier behind an endpoint: of kind merchant, iban, wallet, bitcoin and so on. */
bool ident_of_endpoint(const struct ident_data *data, struct arena *arena, struct bytes canonical_endpoint, struct ident *ret);

/* The wallet account that is paid on the page ("https://paypal.me/shop"); REASON_scheme_unknown when it is no such page. */
enum reason ident_payment_page(const struct ident_data *data, struct arena *arena, struct bytes canonical_url, struct ident *ret);

/* Who is paid, as the parameters of a checkout's URL name him: an account of a wallet, or a merchant's number, which means something
 * within one processor only (kind card_acceptor_id). The next one; *rest begins as ident_checkout_parameters() gives it. */
struct bytes ident_checkout_parameters(struct bytes canonical_url);
bool ident_checkout_next(const struct ident_data *data, struct arena *arena, struct bytes *rest, struct ident *ret);

/* The kind of address that a block chain has ("polygon" -> IDENT_ethereum). */
bool ident_chain_find(struct bytes name, enum ident_kind *ret);

/* ---- hubs: values that many unrelated parties share ---- */

enum hub_kind { /* HUB_none: nothing is known of it */
                HUB_none,
                HUB_processor,
                HUB_shared_platform,
                HUB_shortener,
                HUB_link_page,
                HUB_free_mail,
                HUB_disposable_mail,
                HUB_parking,
                HUB_cdn,
                HUB_dynamic_dns
};
enum hub_kind ident_hub(const struct ident_data *data, enum ident_kind kind, struct bytes canonical_value);
const char *hub_kind_name(enum hub_kind kind);

/* ---- card numbers ---- */

/* Truncates every card number (12-19 digits, perhaps with spaces, dashes or dots, in any script, as escapes of JSON or references of
 * HTML; issuer range and Luhn) to its first 6 and last 4 digits in ASCII, '*' for each digit between. Works in place on a stream:
 * card_mask_feed() may hold back the end of a piece until the next. A card number that stands as a bare JSON number is put into
 * quotes. */
struct card_mask {
    bool json;       /* set by the caller: the stream is JSON; everything else starts as zero */
    uint64_t masked; /* card numbers truncated so far */
    size_t held;     /* bytes held back */
    size_t history;  /* bytes before them that have left already */
    bool in_string;  /* of JSON, where the text has left */
    bool escaped;
    unsigned char since_card; /* bytes since a truncated number and one, 0 when it is far */
    unsigned char tail;       /* how far the rest of a bare JSON number in quotes has come */
    char hold[1600];
};
void card_mask_feed(struct card_mask *mask, struct bytes piece, struct buf *out);
void card_mask_end(struct card_mask *mask, struct buf *out);
/* The same on one whole text; the text itself when there is nothing to mask. */
struct bytes card_mask_text(struct arena *arena, struct bytes text, bool *ret_masked);

/* ---- all of that by name, for people ---- */

struct ident_detail {
    const char *name; /* "bank", "site", "hub" … */
    struct bytes value;
};

struct detail_list {
    struct ident_detail *items;
    size_t count;
};

/* What can be read out of an identifier and what is known of it, always in the same order. */
void ident_details(const struct ident_data *data, struct arena *arena, const struct ident *ident,
                   const struct ident_context *context, struct detail_list *ret);

#endif
