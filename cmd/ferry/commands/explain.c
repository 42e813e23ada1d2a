/* SPDX-License-Identifier: MIT */
/* explain: what a code means and what to do - ferry's own diagnostics and the vendors' errors. */
#include "cmd/ferry/commands/commands.h"
#include "cmd/ferry/findings/exitcode.h"
#include "manifest/diag.h"
#include "providers/registry.h"

#include <stdio.h>
#include <string.h>

static const char *consequence(enum port_class class)
{
    switch (class) {
    case PORT_THROTTLED:
        return "ferry waits and asks again";
    case PORT_BUSY:
        return "ferry waits until the image is free, reads again, and tries again";
    case PORT_TRANSIENT:
        return "ferry repeats a read a few times; a copy is settled first: it may have been started";
    case PORT_LOST:
        return "a copy may have been started: ferry looks for it until the settle time has passed";
    case PORT_AUTH:
        return "ferry makes no more calls with this account until that is mended";
    case PORT_QUOTA_HIT:
        return "ferry reads the quotas again and copies where there is room";
    case PORT_REGION:
        return "ferry splits the call, so that the other regions proceed";
    case PORT_EXISTS:
        return "ferry reads the target again: the copy may be there already";
    default:
        return "ferry reports it: the same again would fail again";
    }
}

static void print_entry(const struct error_table *table, const struct error_entry *entry)
{
    printf("%s (%s)\n\n", entry->code, table->name);
    printf("  means     %s\n  ferry     %s\n  you       %s\n", entry->meaning,
           consequence(entry->class), entry->advice);
    if (reason_name(entry->reason) != NULL)
        printf("  cells     blocked (%s), if it stays so\n", reason_name(entry->reason));
}

/* Prints what every table says of a code, a family's entry once.  Returns how many there were. */
static int print_vendors(const char *code)
{
    const struct error_entry *shown[16];
    const struct error_table *table;
    size_t at;
    int n = 0, i;

    for (at = 0; (table = registry_errors(at)) != NULL; at++) {
        const struct error_entry *entry = error_find(table, code);

        for (i = 0; i < n && shown[i] != entry; i++) {
        }
        if (entry == NULL || i < n || n == 16)
            continue;
        if (n > 0)
            putchar('\n');
        shown[n++] = entry;
        print_entry(table, entry);
    }
    return n;
}

/* "E112: too many values", the head of a page. */
static void puts_first_line(const char *page)
{
    int n = (int)strcspn(page, "\n");

    printf("  %.*s\n", n, page);
}

static void print_all(void)
{
    const struct error_table *table;
    const char *const *code;
    size_t at, i;

    puts("ferry's own:");
    for (code = diag_codes(); *code != NULL; code++)
        puts_first_line(diag_explain(*code));
    for (at = 0; (table = registry_errors(at)) != NULL; at++) {
        printf("%s:\n", table->name);
        for (i = 0; i < table->n; i++)
            printf("  %-56s %s\n", table->entries[i].code, table->entries[i].meaning);
    }
}

int command_explain(struct session *session)
{
    const struct texts *words = &session->options.files;

    if (words->nr == 0) {
        print_all();
        return 0;
    }
    if (words->nr == 1 && diag_explain(words->items[0]) != NULL) {
        fputs(diag_explain(words->items[0]), stdout);
        return 0;
    }
    if (words->nr == 1 && print_vendors(words->items[0]) > 0)
        return 0;
    fprintf(stderr, "ferry: error: no code '%s'; `ferry explain` lists them\n",
            words->items[words->nr - 1]);
    return EXIT_USAGE;
}
