/* The lists that identifiers need: those inside the program, or those of data_dir, which replace them file by file. */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"
#include "embedded/default.h"
#include "edge/file.h"

#define LIST_LIMIT (16 * 1024 * 1024)
#define PUBLIC_SUFFIX_LIST "/usr/share/publicsuffix/public_suffix_list.dat"

static enum status load_one(struct op *op, const char *folder, const struct embedded *built_in, struct ident_file *ret)
{
    const char *name = built_in->path + strlen("ident/");
    char *path = arena_printf(op->arena, "%s/ident/%s", folder, name);

    *ret = (struct ident_file){name, {built_in->text, built_in->size}};
    if (folder[0] == '\0' || !file_exists(path))
        return ST_OK;
    return file_read(op, path, LIST_LIMIT, &ret->text);
}

enum status cli_ident_data(struct op *op, struct cli *cli, const struct ident_data **ret)
{
    struct ident_file *files = arena_array(op->arena, struct ident_file, default_file_count + 1);
    const char *folder = config_text(&cli->config, CONFIG_data_dir);
    enum status st = ST_OK;
    size_t count = 0;

    for (unsigned i = 0; i < default_file_count && st == ST_OK && cli->ident_data == NULL; i++)
        if (strncmp(default_files[i].path, "ident/", strlen("ident/")) == 0)
            st = load_one(op, folder, &default_files[i], &files[count++]);
    if (st == ST_OK && cli->ident_data == NULL) {
        files[count].path = "public_suffix_list.dat";
        st = file_read(op, PUBLIC_SUFFIX_LIST, LIST_LIMIT, &files[count++].text);
    }
    if (st == ST_OK && cli->ident_data == NULL)
        st = ident_data_new(op, files, count, &cli->ident_data);
    if (st == ST_OK)
        *ret = cli->ident_data;
    return st;
}
