/* Profiles that stand inside the program, under the name of the format that they go with. */
#include <string.h>

#include "edge/profile_file.h"
#include "embedded/profile.h"

enum status profile_of_format(struct op *op, enum format format, enum record_kind kind UNUSED, struct profile *ret,
                              struct bytes *ret_text)
{
    const char *path = arena_printf(op->arena, "%s.conf", format_name(format));

    *ret_text = BYTES_NONE;
    for (unsigned i = 0; i < profile_file_count; i++)
        if (strcmp(profile_files[i].path, path) == 0) {
            *ret_text = (struct bytes){profile_files[i].text, profile_files[i].size};
            return profile_parse(op, path, *ret_text, ret);
        }
    return ST_OK;
}
