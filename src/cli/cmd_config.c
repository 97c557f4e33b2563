#include "cli/cli.h"

static enum status print_example(struct op *op, struct cli *cli UNUSED)
{
    struct buf out;

    buf_init(&out, op->arena);
    config_print_example(&out);
    fwrite(out.p, 1, out.n, stdout);
    return ST_OK;
}

const struct command command_config_print = {
    .path = "config print",
    .summary = "Print the commented example of the configuration file",
    .text =
        "Every setting with its meaning, its unit and its default. Save it, take the # off the lines you want to change, and name the "
        "file with --config or EFC_CONFIG.",
    .run = print_example,
};
