#include <inttypes.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/cli.h"

#define REDRAW_US 100000

static struct { /* the one line on the terminal of this process */
    int64_t drawn_at;
    bool on_screen;
} line;

void progress_show(const char *what, int64_t done, int64_t total)
{
    int64_t now = clock_monotonic_us();

    if (!isatty(STDERR_FILENO) || (line.on_screen && now - line.drawn_at < REDRAW_US))
        return;
    if (total > 0)
        fprintf(stderr, "\r\033[K-- %s: %" PRId64 " of %" PRId64 " (%" PRId64 " %%)", what, done, total, done * 100 / total);
    else
        fprintf(stderr, "\r\033[K-- %s: %" PRId64, what, done);
    line.drawn_at = now;
    line.on_screen = true;
}

void progress_end(void)
{
    if (line.on_screen)
        fputs("\r\033[K", stderr);
    line.on_screen = false;
}
