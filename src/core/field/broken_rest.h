/*
 * broken_rest.h: what stands behind the place where an object stops being JSON, held until it ends: may it be stored?
 */
#ifndef CORE_FIELD_BROKEN_REST_H
#define CORE_FIELD_BROKEN_REST_H

#include "core/field/forbidden_name.h"

struct broken_rest {
    struct buf text; /* nothing once it is withheld */
    bool withheld;
    bool quoted;
    size_t depth;    /* brackets that were opened in it */
    bool to_line;    /* it ends at a line that opens an object, whatever the brackets say */
    bool line_begun; /* nothing but space since a line break */
    char last;
    struct name_reading word;
    bool in_word;
    bool may_name; /* the last word is a whole name, if it is one */
};

void broken_rest_begin(struct broken_rest *rest, bool to_line, bool withheld);
/* One more character. */
void broken_rest_put(struct broken_rest *rest, const struct forbidden_names *names, char c);
/* Whether the character, which has not been put, ends it; a line break ends what is told by lines before it comes here. */
bool broken_rest_ends(const struct broken_rest *rest, char c);
/* Puts the text, or the word that stands for it. */
void broken_rest_end(struct broken_rest *rest, struct buf *out);

#endif
