/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/help.h"

#include "cmd/cloudsim/common/quirks.h"
#include "reconcile/base/str.h"

/* "%s" in a page: names or titles of the clouds, as help_print puts them there. */

static const char first[] =
    "cloudsim - the clouds on this machine, for tests, demos and rehearsals\n"
    "\n"
    "  cloudsim [OPTIONS] [WORLD.json]                 serve until a signal or POST /quit\n"
    "  cloudsim [OPTIONS] [WORLD.json] --run -- CMD    serve while CMD runs, exit with its status\n"
    "\n"
    "It speaks the image APIs of %s over TLS on 127.0.0.1.  It checks signatures, "
    "parameters, states, quotas and borders as the\n"
    "vendors' documents say, lets copies take time, and goes wrong when told to.  Nothing leaves the machine.\n"
    "\n"
    "A first look:\n"
    "  cloudsim --copy-seconds 5 --run -- sh -c 'curl -s $CLOUDSIM_CONTROL/world | head'\n"
    "  cloudsim --dir /tmp/sim &      then, once /tmp/sim/env is there:   . /tmp/sim/env\n"
    "\n"
    "Clients keep the clouds' real host names and are led here by curl's connect-to:\n"
    "  ferry plan --connect-to ::127.0.0.1:$CLOUDSIM_PORT --ca-file $CLOUDSIM_CA images.yaml\n"
    "  curl --connect-to ::127.0.0.1:$CLOUDSIM_PORT --cacert $CLOUDSIM_CA https://cvm.tencentcloudapi.com/\n"
    "\n"
    "Files in DIR: ca.pem, requests.ndjson (a line an exchange), env (written last: ready), world.json (at the end).\n"
    "\n"
    "  --dir DIR             where these files go (default: a new folder in TMPDIR, printed)\n"
    "  --port N              HTTPS port (default: any free one)\n"
    "  --control-port N      port of the control endpoint (default: any free one)\n"
    "  --run -- CMD...       run CMD with the variables of DIR/env, FERRY_CONNECT_TO and FERRY_CA_FILE\n"
    "  --die-with-parent     stop when the process that started cloudsim ends\n"
    "  --time real|virtual   virtual: time stands until POST /advance moves it (default: real)\n"
    "  --speed N             copies take N times less (default: 1)\n"
    "  --copy-seconds N      a copy takes N seconds, before --speed (default: 4 minutes and 4 s a GiB)\n"
    "  --seed N              ids, dice and durations come from it (default: 1)\n"
    "  --quirk NAME[=VALUE]  another reading of what no document settles (repeatable)\n"
    "  --fault SPEC          something that goes wrong (repeatable)\n"
    "  --rates region|action refuse more requests a second than the vendor publishes, counted for an action in each\n"
    "                        region or in all together (default: no limit)\n"
    "  --log-raw             log headers and bodies too: holds signatures, for checking them again\n"
    "  --print-world         print the default world and exit: a start for WORLD.json\n"
    "\n"
    "  --help world | quirks | faults | control          more pages\n";

static const char world_page[] =
    "WORLD.json says what exists.  What it leaves out is as in the default world (--print-world).\n"
    "\n"
    "  {\"clouds\": {\"tencent-cvm\": {\"accounts\": [...], \"regions\": [...], \"images\": [...]},\n"
    "              \"%s\": ...}}\n"
    "\n"
    "The cloud \"tencent-cvm\" is served by API 3.0 and by the gateway of 2017, both see the same images.\n"
    "\n"
    "account   id, secret             the key pair (make them up; they are written to DIR/env)\n"
    "          token                  then requests must carry this session token\n"
    "          owner                  account number in listings\n"
    "          deny                   actions refused by policy: [\"SyncImages\"], [\"write\"], [\"*\"]\n"
    "          cross_border           true: copies may cross the mainland border (CVM)\n"
    "          projects, sub_account, channel      UCloud: project ids, \"must name one\", channel-key\n"
    "region    id, group              \"mainland\", \"finance\" or \"outside\"\n"
    "          quota                  custom images an account may hold there\n"
    "          copies                 false: takes no part in copying\n"
    "          offline                true: answers every request with the vendor's internal error\n"
    "image     region, name           needed; all else has a default\n"
    "          id, account, project, description, size_gib (20), os (linux), os_name, arch (x86_64)\n"
    "          created                \"2026-01-02T03:04:05Z\"\n"
    "          type                   private, public, shared\n"
    "          state                  ready, copying, creating, importing, using, failed, import-failed,\n"
    "                                 isolated, offline, deleting; any other word is shown as it is\n"
    "          done_in                seconds from now until a \"copying\" one ends; fails: true - badly\n"
    "          traits                 whole-machine, data-disks, encrypted, location, old-format, ebc, gpu\n"
    "          started_ms, done_ms, busy_ms, visible_ms     written for copies on their way (ms since 1970)\n";

static const char faults_page[] =
    "--fault KIND[=VALUE][,FILTER=VALUE]...   or a line each to POST /fault.  Each applies once unless count= says more.\n"
    "\n"
    "  cut=before        the connection is closed, nothing happened\n"
    "  cut=during        the connection is reset mid-request, nothing happened\n"
    "  cut=after         the request takes effect, then the connection is closed without an answer\n"
    "  cut=reset         the same, with a TCP reset\n"
    "  cut=reply         the request takes effect, half of the answer is sent\n"
    "  stall=SECONDS     waits first; with effect=first the effect comes before the wait\n"
    "  status=N          a gateway's page with this HTTP status, nothing happened (effect=first: it did);\n"
    "                    300 to 399 point to https://redirected.example/\n"
    "  throttle          the vendor's \"too many requests\", nothing happened\n"
    "  code=CODE         this vendor error, nothing happened (effect=first: it did)\n"
    "  truncate  garbage  html  huge  deep  empty  types     the effect happens, the answer is spoilt: cut in half,\n"
    "                    bytes, a web page, 80 MB, 200,000 brackets, nothing, right JSON of wrong types\n"
    "  late=SECONDS      copies that the request starts are listed only after this long\n"
    "  fail-copy         copies that the request starts will fail\n"
    "  total=N           a listing claims N more than there are\n"
    "\n"
    "filters: cloud=  action=  region=  count=N (1; 0 for ever)  skip=N (let N pass first)  rate=0.3\n"
    "         reused=yes (only on a connection that has served a request before)   effect=first\n"
    "clouds in filters: %s\n"
    "\n"
    "  --fault cut=after,cloud=tencent-cvm,action=SyncImages  one copy whose answer is lost\n"
    "  --fault throttle,rate=0.2,count=0                      a fifth of all requests is throttled\n"
    "  --fault cut=reset,action=SyncImages,reused=yes         what makes libcurl send a request twice\n";

static const char control_page[] =
    "The control endpoint is plain HTTP on loopback, at $CLOUDSIM_CONTROL.  Bodies and answers are JSON.\n"
    "\n"
    "  GET /world  PUT /world           all that exists (--help world)\n"
    "  GET|PATCH|DELETE /image?cloud=C&region=R&name=N     one image, by name= or id=; PATCH takes fields\n"
    "  POST /image?cloud=C              adds one\n"
    "  PATCH /region?cloud=C&region=R   {\"quota\": 5, \"copies\": false, \"offline\": true}\n"
    "  GET /log                         the request log, as in DIR/requests.ndjson\n"
    "  GET /effects                     copies started (how many), by_region, by_image, list; requests by_action\n"
    "  GET /time                        now, and when the next copy ends\n"
    "  POST /advance?seconds=N          moves virtual time\n"
    "  GET|POST|DELETE /fault           a fault a line in the body (--help faults)\n"
    "  POST|DELETE /quirk               NAME[=VALUE] in the body (--help quirks); DELETE turns all off\n"
    "  POST /quit                       ends cloudsim\n";

/* ---- what the registry says ---- */

static const char *name_of(const struct cloud *cloud)
{
    return cloud->name;
}

static const char *title_of(const struct cloud *cloud)
{
    return cloud->title;
}

/* Of those that have a world, but for the one that the page shows at length. */
static const char *world_of(const struct cloud *cloud)
{
    return cloud->home != NULL || str_equal(cloud->name, "tencent-cvm") ? NULL : cloud->name;
}

/* Joins what `pick` finds (NULL: nothing); `last` comes between the last two. */
static char *join(struct arena *arena, const struct cloud *const *clouds,
                  const char *(*pick)(const struct cloud *cloud), const char *between,
                  const char *last)
{
    const char *text = NULL, *next = NULL;

    for (; *clouds != NULL; clouds++) {
        if (pick(*clouds) == NULL)
            continue;
        if (next != NULL)
            text = text == NULL ? next : arena_printf(arena, "%s%s%s", text, between, next);
        next = pick(*clouds);
    }
    return arena_printf(arena, "%s%s%s", text, last, next);
}

int help_print(FILE *out, const struct cloud *const *clouds, const char *topic)
{
    struct arena arena cleanup_arena = ARENA_INIT;

    if (topic == NULL)
        fprintf(out, first, join(&arena, clouds, title_of, ", ", " and\n"));
    else if (str_equal(topic, "world"))
        fprintf(out, world_page, join(&arena, clouds, world_of, "\": ..., \"", "\": ..., \""));
    else if (str_equal(topic, "faults"))
        fprintf(out, faults_page, join(&arena, clouds, name_of, ", ", ", "));
    else if (str_equal(topic, "control"))
        fputs(control_page, out);
    else if (str_equal(topic, "quirks"))
        quirks_print(clouds, out);
    else
        return -1;
    return 0;
}
