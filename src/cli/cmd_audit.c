/* The audit log on the command line. */
#include "cli/cli.h"
#include "edge/audit_key.h"

static enum status key_new(struct op *op, struct cli *cli)
{
    struct bytes origin = bytes_of(config_text(&cli->config, CONFIG_audit_origin)), text;
    struct checkpoint_key key;
    enum status st = audit_key_new(op, cli_argument(cli, 0), origin, &key);

    if (st != ST_OK)
        return st;
    text = checkpoint_key_print(op->arena, &key);
    printf("%.*s\n", (int)text.n, text.p);
    return ST_OK;
}

const struct command command_audit_key_new = {
    .path = "audit key-new",
    .arguments = "FILE",
    .summary = "Make the key that signs checkpoints of the audit log",
    .text =
        "Writes a new Ed25519 key to FILE, which only its owner may read, and prints the other half, by which partners and auditors "
        "check signatures. Name the file in the configuration as audit_key. The name of the log is the setting audit_origin. FILE "
        "must not exist: a lost key cannot be made again, and a second key is a second log to those who check."
        "\n\nExample: EFC_AUDIT_ORIGIN=efc.example/audit efc audit key-new /etc/efc/audit.key",
    .least_arguments = 1,
    .most_arguments = 1,
    .run = key_new,
};
