#!/bin/bash
# scripts/check finds each fault that it is for: a copy of the source gets the fault, and the check must say so.
. "$(dirname "$0")/../support/tap.sh"
tree=$scratch/tree
mkdir -p "$tree"
(cd "$source_dir" && { git ls-files 2>/dev/null | grep . || find . -type f -not -path './build*' -not -path './var/*' -not -path './.git/*'; } |
    while read -r file; do [ ! -f "$file" ] || echo "$file"; done | xargs cp --parents -t "$tree")

check() { (cd "$tree" && scripts/check "$1" 2>&1); }

# finds CHECK SENTENCE EXPECTED FILE TEXT: TEXT is put at the end of FILE for as long as the check runs
finds() {
    local file=$tree/$4 out
    mkdir -p "$(dirname "$file")"
    cp "$file" "$scratch/kept" 2>/dev/null || rm -f "$scratch/kept"
    printf '%b\n' "$5" >>"$file"
    out=$(check "$1")
    like "$out" "^not ok" "scripts/check $1 finds $2"
    like "$out" "$3" "and says where: $2"
    if [ -f "$scratch/kept" ]; then cp "$scratch/kept" "$file"; else rm "$file"; fi
}

finds format "a line that is not formatted" 'src/base/arena.c:[0-9]+' src/base/arena.c 'int  stray ( void ) ;'
finds names "a file of a name that says nothing" 'src/base/string_utils.c' src/base/string_utils.c '/* x */'
finds headers "a header that does not say what it is" 'include/base/stray.h' include/base/stray.h '#define STRAY 1'
finds layers "base that includes core" 'src/base/arena.c:#include "core/ident.h"' src/base/arena.c '#include "core/ident.h"'
finds layers "core that includes the store" 'src/core/country.c:#include "store/db.h"' src/core/country.c '#include "store/db.h"'
finds layers "a store that includes the edge" 'src/store/db.c:#include "edge/file.h"' src/store/db.c '#include "edge/file.h"'
finds layers "an edge that includes the command line" 'src/edge/file.c:#include "cli/cli.h"' src/edge/file.c '#include "cli/cli.h"'
finds pure_headers "a core that looks at the clock" 'src/core/country.c #include <time.h>' src/core/country.c '#include <time.h>'
finds pure_headers "a format that opens sockets" 'src/format/decoder.c #include <sys/socket.h>' src/format/decoder.c '#include <sys/socket.h>'
finds libpq "a command that runs SQL itself" 'src/cli/cli.c:[0-9]+:PQexec' src/cli/cli.c 'void stray(void)\n{\n    PQexec(NULL, "");\n}'
finds tables "a table without a comment" 'include/base/stray.def: no comment' include/base/stray.def 'STRAY(one, two)'
finds tables "a row with a part too few" 'include/base/status.def: 4 parts instead of 5' include/base/status.def 'STATUS(STRAY, 1, 404, false)'
finds tables "a row that stands twice" 'include/core/partner_kind.def: twice' include/core/partner_kind.def 'PARTNER_KIND(stray, "x")\nPARTNER_KIND(stray, "x")'
finds queries "a query that nobody uses" 'sql/query/partner/stray.sql' sql/query/partner/stray.sql '-- Nothing.\n-- rows: none\nSELECT 1'
long=$(printf 'static int stray(void)\\n{\\n'; for n in $(seq 70); do printf '    stray(%d);\\n' "$n"; done; printf '}')
finds functions "a function that is too long" 'src/base/arena.c: 70 lines: static int stray' src/base/arena.c "$long"
finds config "an example that is not printed" 'no_such_setting' config/efc.conf.example '#no_such_setting: 1'
finds pages "a path that is not there" 'README.md: scripts/stray' README.md 'See `scripts/stray`.'
finds pages "a command that is not there" 'README.md: efc stray thing' README.md 'Run `efc stray thing`.'
finds paths "a folder of one machine" 'src/base/arena.c' src/base/arena.c '/* see /wor''k/elsewhere */'
finds readme_pages "a format without its page" 'src/format/stray//?README.md' src/format/stray/stray.c '/* x */'
finds commands "a command that is missing" 'stray do is missing' tests/structure/commands.txt 'stray do'
if command -v shellcheck >/dev/null; then
    finds shell "a shell script with a fault" 'stray.sh' tests/sql/stray.sh '#!/bin/bash\ncd $1'
fi

# Objects: libraries of our own making take the place of the build.
objects=$scratch/objects
mkdir -p "$objects"
library() { # NAME C-TEXT
    printf '%s\n' "$2" >"$objects/$1.c" && gcc -c -o "$objects/$1.o" "$objects/$1.c" && ar rcs "$objects/lib$1.a" "$objects/$1.o"
}
library base 'int base_one(void); int base_one(void) { return 1; }'
library format 'int format_one(void); int format_one(void) { return 1; }'
library core 'int base_one(void); int core_one(void); int core_one(void) { return base_one(); }'
export EFC_CHECK_BUILD=$objects
like "$(check pure_symbols)" "^ok 1" "scripts/check pure_symbols lets a pure library pass"
like "$(check pure_data)" "^ok 1" "scripts/check pure_data lets a library without data pass"
library core '#include <time.h>
int core_one(void); int core_one(void) { return (int)time(0); }'
like "$(check pure_symbols)" "core uses time" "scripts/check pure_symbols finds a call of time()"
library core 'static int count; int core_one(void); int core_one(void) { return ++count; }'
like "$(check pure_data)" "core .*bss" "scripts/check pure_data finds a counter"
library core 'static int count = 7; int core_one(void); int core_one(void) { return ++count; }'
like "$(check pure_data)" "core .*data" "scripts/check pure_data finds a variable"

done_testing
