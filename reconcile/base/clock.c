/* SPDX-License-Identifier: MIT */
#include "reconcile/base/clock.h"

#include <stdio.h>

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar.  Counting the year from
 * March puts the leap day last, so that the months' lengths need no table. */
static int64_t days_from_date(int64_t year, int month, int day)
{
    int64_t era, year_of_era, day_of_year, day_of_era;

    year -= month <= 2;
    era = (year >= 0 ? year : year - 399) / 400;
    year_of_era = year - era * 400;
    day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void date_from_days(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t era, day_of_era, year_of_era, day_of_year, shifted;

    days += 719468;
    era = (days >= 0 ? days : days - 146096) / 146097;
    day_of_era = days - era * 146097;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

void clock_format(int64_t seconds, char text[static CLOCK_TEXT])
{
    int64_t days = seconds / 86400, rest = seconds % 86400, year;
    int month, day;

    if (rest < 0) {
        rest += 86400;
        days--;
    }
    date_from_days(days, &year, &month, &day);
    if (year < 0 || year > 9999)
        year = year < 0 ? 0 : 9999;
    snprintf(text, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)year, month, day,
             (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

/* Reads exactly n digits; false if there are fewer. */
static bool digits(const char **at, int n, int *value)
{
    *value = 0;
    while (n-- > 0) {
        if (**at < '0' || **at > '9')
            return false;
        *value = *value * 10 + (*(*at)++ - '0');
    }
    return true;
}

static bool literal(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static bool zone(const char **at, int *offset_s)
{
    int sign, hours, minutes;

    if (literal(at, 'Z')) {
        *offset_s = 0;
        return true;
    }
    if (**at != '+' && **at != '-')
        return **at == '\0'; /* no zone: the default stands */
    sign = *(*at)++ == '+' ? 1 : -1;
    if (!digits(at, 2, &hours))
        return false;
    literal(at, ':');
    if (!digits(at, 2, &minutes) || hours > 14 || minutes > 59)
        return false;
    *offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool clock_parse(const char *text, int default_offset_s, int64_t *seconds)
{
    const char *at = text;
    int year, month, day, hour, minute, second, offset_s = default_offset_s;

    if (!digits(&at, 4, &year) || !literal(&at, '-') || !digits(&at, 2, &month) ||
        !literal(&at, '-') || !digits(&at, 2, &day))
        return false;
    if (!literal(&at, 'T') && !literal(&at, ' '))
        return false;
    if (!digits(&at, 2, &hour) || !literal(&at, ':') || !digits(&at, 2, &minute) ||
        !literal(&at, ':') || !digits(&at, 2, &second))
        return false;
    if (literal(&at, '.')) {
        if (*at < '0' || *at > '9')
            return false;
        while (*at >= '0' && *at <= '9')
            at++;
    }
    if (!zone(&at, &offset_s) || *at != '\0')
        return false;
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
        return false;
    *seconds =
        days_from_date(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset_s;
    return true;
}
