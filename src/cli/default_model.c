#include "cli/default_model.h"

#include <assert.h>
#include <string.h>

#include "embedded/default.h"

struct bytes default_model(void)
{
    for (unsigned i = 0; i < default_file_count; i++)
        if (strcmp(default_files[i].path, "model/default.conf") == 0)
            return (struct bytes){default_files[i].text, default_files[i].size};
    assert(!"config/model/default.conf is inside the program");
    return BYTES_NONE;
}
