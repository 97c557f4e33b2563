/* A report to a financial intelligence unit: transactions, and the accounts that take part in them or in an activity. */
#include "format/xml/line.h"
#include "format/xml/shape.h"

static bool goaml_is(const struct xml_element *element, struct bytes parent, size_t depth, const char **ret_refused UNUSED)
{
    return depth == 2 && bytes_is(parent, "report") && bytes_is(element->name, "rentity_id");
}

const struct xml_shape xml_shape_goaml = {
    .format = FORMAT_goaml,
    .fits = goaml_is,
    .units = {"report/transaction", "activity/report_parties/report_party"},
    .inner = {"from_account", "to_account", "report_party/account"},
};

const struct format_row format_goaml = {.name = "goaml", .take = xml_line_take, .skip = xml_line_skip};
