/*
 * stage.h: where the time goes.
 */
#ifndef EDGE_INTAKE_STAGE_H
#define EDGE_INTAKE_STAGE_H

#include "edge/intake.h"

/* What passed since then belongs to the stage; returns the time it is. */
int64_t stage_end(const struct intake *intake, enum intake_stage stage, int64_t since_us);

#endif
