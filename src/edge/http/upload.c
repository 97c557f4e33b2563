#include "edge/http/upload.h"

#include "base/number.h"
#include "edge/http/media.h"
#include "edge/profile_file.h"

#define KEY_MOST 255

static const char *const types[] = {
#define UPLOAD_TYPE(type) type,
#include "edge/upload_type.def"
#undef UPLOAD_TYPE
};

static bool is_plain(struct bytes type)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (bytes_is(type, types[i]))
            return true;
    return false;
}

static enum status media_fail(struct request *request, const char *pointer, const char *why)
{
    return request_fail(request, ST_USAGE, PROBLEM_TYPE_media_type, pointer, "%s", why);
}

/* ---- the header fields ---- */

static enum status sink(void *arg, struct bytes piece)
{
    return spool_feed(&((struct upload *)arg)->spool, piece);
}

static enum status type_check(struct request *request, struct upload *upload)
{
    struct media media;

    if (!media_parse(request->op.arena, request_header(request, "Content-Type"), &media))
        return media_fail(request, "/header/Content-Type", "it is missing or not well formed");
    if (upload->profile.profile.character_set.n == 0 && media.charset.p != NULL && !bytes_is(media.charset, "utf-8") &&
        !bytes_is(media.charset, "us-ascii"))
        return media_fail(request, "/header/Content-Type", "the character set must be UTF-8");
    if (bytes_is(media.type, "multipart/form-data")) {
        enum status st = multipart_new(&request->op, media.boundary, sink, upload, &upload->multipart);

        return st == ST_OK ? ST_OK : request_fail(request, st, PROBLEM_TYPE_bad_request, "/header/Content-Type", "%s", "");
    }
    if (!is_plain(media.type))
        return media_fail(request, "/header/Content-Type",
                          "text/csv, application/json, multipart/form-data and what else GET /v1/openapi.json names are taken");
    return ST_OK;
}

static enum status encoding_check(struct request *request, struct upload *upload)
{
    struct bytes encoding = bytes_trim(request_header(request, "Content-Encoding"));

    upload->says_gzip = bytes_equal_fold(encoding, BYTES("gzip")) || bytes_equal_fold(encoding, BYTES("x-gzip"));
    if (encoding.n > 0 && !upload->says_gzip && !bytes_equal_fold(encoding, BYTES("identity")))
        return media_fail(request, "/header/Content-Encoding", "gzip and identity are taken");
    if (upload->says_gzip && upload->multipart != NULL)
        return media_fail(request, "/header/Content-Encoding", "a form is taken as it is; the file in it may be gzipped");
    return ST_OK;
}

static enum status key_check(struct request *request, struct upload *upload)
{
    struct bytes header = request_header(request, "Idempotency-Key");

    if (header.p == NULL || item_parse(request->op.arena, header, KEY_MOST, &upload->key))
        return ST_OK;
    return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, "/header/Idempotency-Key",
                        "a String of 1 to %d printable ASCII characters is expected", KEY_MOST);
}

static enum status length_check(struct request *request)
{
    struct bytes header = request_header(request, "Content-Length");
    int64_t length;

    if (header.p == NULL || (parse_i64(header, &length) && length <= request->server->body_most))
        return ST_OK;
    return request_fail(request, ST_LIMIT, PROBLEM_TYPE_too_large, "/header/Content-Length", "at most %lld MiB are taken",
                        (long long)(request->server->body_most >> 20));
}

/* A profile of several kinds tells them apart, but a submission is of one. */
static enum status kind_find(struct request *request, const struct upload *upload, struct bytes name, enum record_kind *ret)
{
    const struct profile *profile = &upload->profile.profile;
    bool told = upload->intake.profile_text.n > 0 && profile->kind_column.n == 0 && profile->kind_count == 1;

    if (name.p == NULL && told) {
        *ret = profile->kinds[0].kind;
        return ST_OK;
    }
    if (record_kind_find(name, ret))
        return ST_OK;
    return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, "/query/record_kind", "it is missing or no kind of record");
}

/* The partner's own. When it cannot be used that is the operator's to mend, not the partner's. */
static enum status profile_find(struct request *request, struct upload *upload)
{
    const char *folder = config_text(request->server->options->config, CONFIG_data_dir), *path;
    struct bytes *text = &upload->intake.profile_text;
    struct op inner;

    op_init(&inner, request->op.arena, request->op.now_us, request->op.actor);
    enum status st = profile_text_of_partner(&inner, folder, upload->partner.id, &path, text);

    if (st == ST_OK && text->p != NULL)
        st = profile_lend(&inner, upload->intake.shelf, path, *text, &upload->profile);
    if (st != ST_OK)
        return op_fail(&request->op, ST_UNAVAILABLE, "%s", inner.cause);
    if (text->p != NULL)
        upload->intake.profile = &upload->profile.profile;
    return ST_OK;
}

static enum status intake_fill(struct request *request, struct upload *upload, struct bytes kind)
{
    const struct server_options *options = request->server->options;
    struct intake *intake = &upload->intake;

    upload->partner = (struct partner){.id = request->caller.partner, .number = request->caller.partner_number};
    *intake = (struct intake){.data = options->data,
                              .key = &options->key,
                              .partner = &upload->partner,
                              .source = "http",
                              .called = "the body",
                              .shelf = request->server->shelf,
                              .chunk_records = config_number(options->config, CONFIG_chunk_records),
                              .memory = (size_t)config_number(options->config, CONFIG_unit_memory) << 20};
    enum status st = profile_find(request, upload);

    return st == ST_OK ? kind_find(request, upload, kind, &intake->kind) : st;
}

enum status upload_begin(struct request *request, struct bytes kind, struct upload **ret)
{
    struct upload *upload = arena_new_of(request->op.arena, struct upload);
    enum status st;

    request->state = *ret = upload;
    st = intake_fill(request, upload, kind);
    if (st == ST_OK)
        st = type_check(request, upload);
    if (st == ST_OK)
        st = encoding_check(request, upload);
    if (st == ST_OK)
        st = key_check(request, upload);
    if (st == ST_OK)
        st = length_check(request);
    if (st == ST_OK)
        st = space_check(&request->op, request->server->options->config);
    return st == ST_OK ? spool_begin(&request->op, &upload->intake, &upload->spool) : st;
}

/* ---- the body ---- */

/* What is wrong with the content as a whole. */
static enum status content_fail(struct request *request, enum status st)
{
    if (st == ST_OK || status_may_retry(st) || st == ST_BUG)
        return st;
    return request_fail(request, st, problem_type_of_status(st), "/body", "%s", "");
}

enum status upload_piece(struct request *request, struct bytes piece)
{
    struct upload *upload = request->state;

    if (!upload->begun && upload->says_gzip && (unsigned char)piece.p[0] != 0x1F)
        return request_fail(request, ST_INPUT, PROBLEM_TYPE_invalid, "/header/Content-Encoding", "the body is not gzip");
    upload->begun = true;
    return content_fail(request, upload->multipart != NULL ? multipart_feed(&request->op, upload->multipart, piece)
                                                           : spool_feed(&upload->spool, piece));
}

enum status upload_end(struct request *request)
{
    struct upload *upload = request->state;
    enum status st = upload->multipart != NULL ? multipart_end(&request->op, upload->multipart) : ST_OK;

    if (st == ST_OK)
        st = spool_end(&upload->spool);
    return content_fail(request, st);
}

void upload_close(struct request *request)
{
    struct upload *upload = request->state;

    if (upload == NULL)
        return;
    spool_close(&upload->spool);
    profile_give_back(&upload->profile);
}
