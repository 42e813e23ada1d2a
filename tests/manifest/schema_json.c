/* SPDX-License-Identifier: MIT */
#include "tests/manifest/schema_json.h"

#include "manifest/schema.h"
#include "reconcile/base/jsonw.h"
#include "tests/manifest/vocabulary.h"

#include <string.h>

/* Lines of their own for what a reader looks for, the rest as the tables have it. */
static void start_line(struct buf *out, int depth)
{
    buf_printf(out, "\n%*s", 2 * depth, "");
}

static void quote(struct buf *out, const char *text)
{
    jsonw_quote(out, text, strlen(text));
}

static void write_type(struct buf *out, const struct type *type, int depth);

static void write_rule(struct buf *out, const struct rule *rule, int depth)
{
    size_t i;

    if (rule->json != NULL) {
        start_line(out, depth);
        buf_str(out, rule->json);
        return;
    }
    start_line(out, depth);
    buf_str(out, "\"enum\": [");
    for (i = 0; vocabulary[i] != NULL; i++) {
        buf_str(out, i > 0 ? ", " : "");
        quote(out, vocabulary[i]->provider);
    }
    buf_char(out, ']');
}

static bool is_usable(const struct field *field)
{
    return field->reserved == NULL;
}

static void write_required(struct buf *out, const struct record *record, int depth)
{
    const char *comma = NULL;
    struct field field;
    size_t i;

    for (i = 0; schema_field(record, i, &field); i++) {
        if (!field.required)
            continue;
        if (comma == NULL)
            start_line(out, depth);
        buf_str(out, comma == NULL ? "\"required\": [" : comma);
        quote(out, field.name);
        comma = ", ";
    }
    if (comma != NULL)
        buf_str(out, "],");
}

static void write_record(struct buf *out, const struct record *record, int depth)
{
    const char *comma = "";
    struct field field;
    size_t i;

    start_line(out, depth);
    buf_str(out, "\"type\": \"object\", \"additionalProperties\": false, \"minProperties\": 1,");
    write_required(out, record, depth);
    for (i = 0; schema_field(record, i, &field); i++) {
        if (field.excludes == NULL)
            continue;
        start_line(out, depth);
        buf_str(out, "\"not\": {\"required\": [");
        quote(out, field.name);
        buf_str(out, ", ");
        quote(out, field.excludes);
        buf_str(out, "]},");
    }
    start_line(out, depth);
    buf_str(out, "\"properties\": {");
    for (i = 0; schema_field(record, i, &field); i++) {
        if (!is_usable(&field))
            continue;
        buf_str(out, comma);
        start_line(out, depth + 1);
        quote(out, field.name);
        buf_str(out, ": {");
        start_line(out, depth + 2);
        buf_str(out, "\"description\": ");
        quote(out, field.help);
        buf_char(out, ',');
        write_type(out, field.type, depth + 2);
        start_line(out, depth + 1);
        buf_char(out, '}');
        comma = ",";
    }
    start_line(out, depth);
    buf_char(out, '}');
}

static void write_list(struct buf *out, const struct type *type, int depth)
{
    start_line(out, depth);
    buf_str(out, "\"type\": \"array\", \"minItems\": 1,");
    if (type->most > 0)
        buf_printf(out, " \"maxItems\": %zu,", type->most);
    start_line(out, depth);
    buf_str(out, "\"items\": {");
    write_type(out, type->item, depth + 1);
    start_line(out, depth);
    buf_char(out, '}');
}

static void write_named(struct buf *out, const struct type *type, int depth)
{
    start_line(out, depth);
    buf_str(out, "\"type\": \"object\", \"minProperties\": 1,");
    if (type->most > 0)
        buf_printf(out, " \"maxProperties\": %zu,", type->most);
    start_line(out, depth);
    /* Names are strings even where a value could be a number. */
    buf_str(out, "\"propertyNames\": {\"minLength\": 1, \"pattern\": \"^[^ /@*?,]+$\"},");
    start_line(out, depth);
    buf_str(out, "\"additionalProperties\": {");
    write_type(out, type->item, depth + 1);
    start_line(out, depth);
    buf_char(out, '}');
}

static void write_type(struct buf *out, const struct type *type, int depth)
{
    if (type->forms == (FORM_WORD | FORM_RECORD)) {
        start_line(out, depth);
        buf_str(out, "\"if\": {\"type\": \"object\"},");
        start_line(out, depth);
        buf_str(out, "\"then\": {");
        write_record(out, type->record, depth + 1);
        start_line(out, depth);
        buf_str(out, "},");
        start_line(out, depth);
        buf_str(out, "\"else\": {");
        write_rule(out, type->rule, depth + 1);
        start_line(out, depth);
        buf_char(out, '}');
    } else if (type->forms == FORM_WORD) {
        write_rule(out, type->rule, depth);
    } else if (type->forms == FORM_LIST) {
        write_list(out, type, depth);
    } else if (type->forms == FORM_NAMED) {
        write_named(out, type, depth);
    } else {
        write_record(out, type->record, depth);
    }
}

void schema_json(struct buf *out)
{
    buf_str(out, "{");
    start_line(out, 1);
    buf_str(out, "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",");
    start_line(out, 1);
    buf_str(out, "\"title\": \"ferry manifest\",");
    start_line(out, 1);
    buf_str(out,
            "\"description\": \"Which custom machine images must exist in which cloud regions; "
            "read by ferry.\",");
    write_record(out, &schema_manifest, 1);
    buf_str(out, "\n}\n");
}
