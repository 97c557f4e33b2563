#include <malloc.h>
#include <sys/resource.h>

#include "cli/cli.h"

/* Memory may hold what a partner sent, before card numbers are cut: no core file. (0 would not keep a core from a pipe; 1 does.) */
static void no_core(void)
{
    struct rlimit none = {1, 1};

    (void)setrlimit(RLIMIT_CORE, &none);
}

/* What an arena gives back goes back to the system, whichever thread took it: the allocator's own guess keeps it, for each thread. */
static void memory_given_back(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, 256 * 1024);
}

int main(int argc, char **argv)
{
    no_core();
    memory_given_back();
    return cli_main(argc, argv);
}
