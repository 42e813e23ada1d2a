/* SPDX-License-Identifier: MIT */
/*
 * Which JSON reader?  Parses the same generated DescribeImages reply with each candidate and with
 * ours (providers/json.c: cJSON behind a strict pass), takes all that ferry wants from it, and
 * prints ratios, measured side by side in one run.
 *
 * jansson, json-c and we all call a function json_object(), so the first two are opened at run
 * time, each in a scope of its own, and their headers stay outside.
 */
#include "providers/wire/json.h"
#include "reconcile/base/jsonw.h"

#include <cjson/cJSON.h>
#include <yajl/yajl_tree.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { IMAGES = 100, PAGES = 375, ROUNDS = 3 };

static void write_image(struct jsonw *w, int i)
{
    char text[64];

    jsonw_object(w, NULL);
    snprintf(text, sizeof text, "img-%08x", (unsigned)i * 2654435761u);
    jsonw_string(w, "ImageId", text);
    jsonw_string(w, "OsName", "TencentOS Server 3.1 (TK4)");
    jsonw_string(w, "ImageType", "PRIVATE_IMAGE");
    jsonw_time(w, "CreatedTime", 1767323045 + i);
    snprintf(text, sizeof text, "web-base-\xE9\x95\x9C\xE5\x83\x8F-%d", i);
    jsonw_string(w, "ImageName", text);
    jsonw_string(w, "ImageDescription", "built by the nightly pipeline \"main\"\nfor the web tier");
    jsonw_int(w, "ImageSize", 50);
    jsonw_string(w, "Architecture", "x86_64");
    jsonw_string(w, "ImageState", "NORMAL");
    jsonw_string(w, "Platform", "TencentOS");
    jsonw_string(w, "ImageCreator", "100000000001");
    jsonw_string(w, "ImageSource", "CREATE_IMAGE");
    jsonw_int(w, "SyncPercent", 100);
    jsonw_bool(w, "IsSupportCloudinit", true);
    jsonw_array(w, "SnapshotSet");
    jsonw_object(w, NULL);
    jsonw_string(w, "SnapshotId", "snap-0123abcd");
    jsonw_string(w, "DiskUsage", "SYSTEM_DISK");
    jsonw_int(w, "DiskSize", 50);
    jsonw_close(w);
    jsonw_close(w);
    jsonw_array(w, "Tags");
    jsonw_close(w);
    jsonw_string(w, "LicenseType", "TencentCloud");
    jsonw_string(w, "ImageFamily", "");
    jsonw_bool(w, "ImageDeprecated", false);
    jsonw_close(w);
}

static void write_page(struct buf *out)
{
    struct jsonw w = JSONW_INIT(out);
    int i;

    jsonw_object(&w, NULL);
    jsonw_object(&w, "Response");
    jsonw_int(&w, "TotalCount", IMAGES);
    jsonw_array(&w, "ImageSet");
    for (i = 0; i < IMAGES; i++)
        write_image(&w, i);
    jsonw_close(&w);
    jsonw_string(&w, "RequestId", "11111111-2222-3333-4444-777777777777");
    jsonw_close(&w);
    jsonw_close(&w);
}

static void wrong(const char *who)
{
    fprintf(stderr, "bench_json: %s did not find all images\n", who);
    exit(1);
}

/* Opens a library; ends the program if it is not installed (make deps-dev). */
static void *library(const char *name)
{
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);

    if (handle == NULL) {
        fprintf(stderr, "bench_json: %s\n", dlerror());
        exit(1);
    }
    return handle;
}

/* ISO C has no cast from dlsym()'s result to a function; POSIX wants it written so. */
#define FIND(handle, function) (*(void **)&(function) = dlsym((handle), #function))

/* Each counts the images whose state is NORMAL, so that none can skip the work. */

static int with_jansson(const char *text, size_t n)
{
    static void *(*json_loadb)(const char *, size_t, size_t, void *);
    static void *(*json_object_get)(const void *, const char *), *(*json_array_get)(void *, size_t);
    static size_t (*json_array_size)(const void *);
    static const char *(*json_string_value)(const void *);
    static void (*json_delete)(void *);
    void *root, *set;
    size_t i;
    int found = 0;

    if (json_loadb == NULL) {
        void *handle = library("libjansson.so.4");

        FIND(handle, json_loadb);
        FIND(handle, json_object_get);
        FIND(handle, json_array_get);
        FIND(handle, json_array_size);
        FIND(handle, json_string_value);
        FIND(handle, json_delete);
    }
    root = json_loadb(text, n, 0, NULL);
    set = json_object_get(json_object_get(root, "Response"), "ImageSet");
    for (i = 0; i < json_array_size(set); i++)
        found += strcmp(json_string_value(json_object_get(json_array_get(set, i), "ImageState")),
                        "NORMAL") == 0;
    json_delete(root);
    return found;
}

static int with_json_c(const char *text, size_t n)
{
    static void *(*json_tokener_new)(void), *(*json_tokener_parse_ex)(void *, const char *, int);
    static void *(*json_object_array_get_idx)(const void *, size_t);
    static int (*json_object_object_get_ex)(const void *, const char *, void **);
    static size_t (*json_object_array_length)(const void *);
    static const char *(*json_object_get_string)(void *);
    static int (*json_object_put)(void *);
    static void (*json_tokener_free)(void *);
    void *tokener, *root, *body, *set, *state;
    size_t i;
    int found = 0;

    if (json_tokener_new == NULL) {
        void *handle = library("libjson-c.so.5");

        FIND(handle, json_tokener_new);
        FIND(handle, json_tokener_parse_ex);
        FIND(handle, json_object_array_get_idx);
        FIND(handle, json_object_object_get_ex);
        FIND(handle, json_object_array_length);
        FIND(handle, json_object_get_string);
        FIND(handle, json_object_put);
        FIND(handle, json_tokener_free);
    }
    tokener = json_tokener_new();
    root = json_tokener_parse_ex(tokener, text, (int)n);
    json_object_object_get_ex(root, "Response", &body);
    json_object_object_get_ex(body, "ImageSet", &set);
    for (i = 0; i < json_object_array_length(set); i++) {
        json_object_object_get_ex(json_object_array_get_idx(set, i), "ImageState", &state);
        found += strcmp(json_object_get_string(state), "NORMAL") == 0;
    }
    json_object_put(root);
    json_tokener_free(tokener);
    return found;
}

static int with_cjson(const char *text, size_t n)
{
    cJSON *root = cJSON_ParseWithLength(text, n), *item;
    int found = 0;

    cJSON_ArrayForEach(item, cJSON_GetObjectItem(cJSON_GetObjectItem(root, "Response"), "ImageSet"))
        found += strcmp(cJSON_GetObjectItem(item, "ImageState")->valuestring, "NORMAL") == 0;
    cJSON_Delete(root);
    return found;
}

/* Its tree; events alone would be faster still, and five readers of events unreadable. */
static int with_yajl(const char *text, size_t n)
{
    static const char *set_path[] = {"Response", "ImageSet", NULL};
    static const char *state_path[] = {"ImageState", NULL};
    static yajl_val (*yajl_tree_parse)(const char *, char *, size_t);
    static yajl_val (*yajl_tree_get)(yajl_val, const char **, yajl_type);
    static void (*yajl_tree_free)(yajl_val);
    yajl_val root, set;
    size_t i;
    int found = 0;

    (void)n;
    if (yajl_tree_parse == NULL) {
        void *handle = library("libyajl.so.2");

        FIND(handle, yajl_tree_parse);
        FIND(handle, yajl_tree_get);
        FIND(handle, yajl_tree_free);
    }
    root = yajl_tree_parse(text, NULL, 0);
    set = yajl_tree_get(root, set_path, yajl_t_array);
    for (i = 0; i < set->u.array.len; i++)
        found += strcmp(yajl_tree_get(set->u.array.values[i], state_path, yajl_t_string)->u.string,
                        "NORMAL") == 0;
    yajl_tree_free(root);
    return found;
}

static int with_ours(const char *text, size_t n)
{
    static struct arena arena;
    struct err err = ERR_INIT;
    struct json_document *document = json_parse(text, n, &arena, &err);
    struct json root = json_root(document), body = json_object(&root, "Response", &err);
    struct json set = json_array(&body, "ImageSet", &err), item;
    int found = 0;

    for (item = json_first(&set); item.node != NULL; item = json_next(&item))
        found += strcmp(json_string(&item, "ImageState", &err), "NORMAL") == 0;
    json_free(&document);
    arena_reset(&arena);
    return found;
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const struct {
    const char *name;
    int (*parse)(const char *text, size_t n);
} readers[] = {
    {"jansson", with_jansson}, {"json-c", with_json_c},         {"cJSON", with_cjson},
    {"yajl tree", with_yajl},  {"providers/json.c", with_ours},
};

enum { READERS = sizeof readers / sizeof *readers };

int main(void)
{
    struct buf page = BUF_INIT(BUF_UNBOUNDED);
    double best[READERS] = {0}, begun;
    int round, r, i;

    write_page(&page);
    for (round = 0; round < ROUNDS; round++) {
        for (r = 0; r < READERS; r++) {
            begun = seconds();
            for (i = 0; i < PAGES; i++)
                if (readers[r].parse(page.ptr, page.len) != IMAGES)
                    wrong(readers[r].name);
            begun = seconds() - begun;
            if (round == 0 || begun < best[r])
                best[r] = begun;
        }
    }
    printf("json: %d pages of %zu bytes, best of %d rounds\n", PAGES, page.len, ROUNDS);
    for (r = 0; r < READERS; r++)
        printf("  %-18s %7.3f s  %5.2f x cJSON\n", readers[r].name, best[r], best[r] / best[2]);
    buf_free(&page);
    return 0;
}
