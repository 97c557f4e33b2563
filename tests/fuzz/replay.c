/*
 * replay: runs a fuzz target over the files named on the command line, without libFuzzer.
 *
 * Each file is also run cut off at every length (up to CUTS_MOST), which is what a mutation finds first.
 * It ends by abort() when the target finds a fault; otherwise it prints how many files it ran.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUTS_MOST 256

int LLVMFuzzerTestOneInput(const uint8_t *text, size_t n);

/* In memory of exactly n bytes, so that a read past the end is seen. */
static void run_exact(const uint8_t *text, size_t n)
{
    uint8_t *copy = malloc(n == 0 ? 1 : n);

    if (copy == NULL)
        abort();
    memcpy(copy, text, n);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

static void run_file(const char *path)
{
    static uint8_t text[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t n;

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    n = fread(text, 1, sizeof(text), file);
    fclose(file);
    run_exact(text, n);
    for (size_t cut = 0; cut < n && cut < CUTS_MOST; cut++)
        run_exact(text, cut);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        fprintf(stderr, "%s\n", argv[i]); /* the last line names the file that crashed it */
        run_file(argv[i]);
    }
    printf("%d files\n", argc - 1);
    return 0;
}
