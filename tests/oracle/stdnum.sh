#!/bin/bash
# python-stdnum (Debian's python3-stdnum) as an oracle over 100,000 values; see stdnum_values.py.
EFC=${EFC:-$(dirname "$0")/../../build/efc}
exec /usr/bin/python3 "$(dirname "$0")/stdnum_values.py" "$EFC" "${EFC_ORACLE_VALUES:-100000}"
