/*
 * default_model.h: the model of the score that stands inside the program (config/model/default.conf).
 */
#ifndef CLI_DEFAULT_MODEL_H
#define CLI_DEFAULT_MODEL_H

#include "base/bytes.h"

struct bytes default_model(void);

#endif
