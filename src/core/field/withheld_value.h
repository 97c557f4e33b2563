/*
 * withheld_value.h: a value of JSON that is read to its end and not kept: only whether it says anything.
 */
#ifndef CORE_FIELD_WITHHELD_VALUE_H
#define CORE_FIELD_WITHHELD_VALUE_H

#include "base/bytes.h"

#define WITHHELD_WORD 4 /* letters of null */

struct withheld_value {
    size_t depth;
    bool begun;
    bool quoted;
    bool escaped;
    bool told;
    bool may_name; /* a text has ended that says something, unless it is a name */
    char untold;   /* a value that is this one character says nothing; 0: there is none */
    char word[WITHHELD_WORD];
    size_t word_n; /* letters of the text or word that is being read */
    bool word_open;
};

enum withheld_end {
    WITHHELD_GOES_ON,
    WITHHELD_ENDS,   /* before *i */
    WITHHELD_BROKEN, /* at a line break inside of a text, or of a record that is a line */
};

void withheld_value_begin(struct withheld_value *value, char untold);
enum withheld_end withheld_value_read(struct withheld_value *value, const char *p, size_t *i, size_t n, bool lines);
bool withheld_value_told(const struct withheld_value *value);

#endif
