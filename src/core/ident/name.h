/*
 * name.h: names of firms and persons.
 *
 * Shape   canonical: NFKC, case folded, single spaces, without quotes and without the stops of abbreviations; the letters stay.
 *         Folded (for tokens): accents off, Cyrillic and Greek spelled in Latin letters.
 * Source  UAX 15 (NFKC_Casefold); letters.csv, legal_forms.csv
 */
#ifndef CORE_IDENT_NAME_H
#define CORE_IDENT_NAME_H

#include "core/ident.h"

enum reason letter_read(struct ident_data *data, struct bytes line, int unused);
enum reason legal_form_read(struct ident_data *data, struct bytes line, int unused);

struct bytes name_composed(const struct ident_data *data, struct arena *arena, struct bytes utf8);    /* NFC */
struct bytes name_case_folded(const struct ident_data *data, struct arena *arena, struct bytes utf8); /* NFKC_Casefold */

/* Lower case, accents off, in Latin letters; spaces and punctuation stay. */
struct bytes name_fold(const struct ident_data *data, struct arena *arena, struct bytes utf8);
/* The same, letters and digits only. */
struct bytes name_letters(const struct ident_data *data, struct arena *arena, struct bytes utf8);

/* Takes legal forms off both ends, unless nothing would be left. */
void name_drop_forms(const struct ident_data *data, struct arena *arena, struct token_list *words);

/* The words of a name, folded, in their order, legal forms off at both ends. */
void name_words(const struct ident_data *data, struct arena *arena, struct bytes utf8, struct token_list *ret);

#endif
