#include <sys/resource.h>

#include "cli/cli.h"

/* Memory may hold what a partner sent, before card numbers are cut: no core file. (0 would not keep a core from a pipe; 1 does.) */
static void no_core(void)
{
    struct rlimit none = {1, 1};

    (void)setrlimit(RLIMIT_CORE, &none);
}

int main(int argc, char **argv)
{
    no_core();
    return cli_main(argc, argv);
}
