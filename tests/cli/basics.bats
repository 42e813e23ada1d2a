#!/usr/bin/env bats
# What every command line has: help, version, flags and their environment forms, streams, colour.

load helper

commands='validate plan apply drift wait list export why whoami show providers explain completion version help'

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

@test "version is one line, or JSON" {
    exits 0 ferry version
    [[ ${lines[0]} =~ ^ferry\ [0-9]+\.[0-9]+\.[0-9]+ ]]
    exits 0 ferry --version
    [[ ${lines[0]} =~ ^ferry\  ]]
    exits 0 ferry version --json
    holds '.version | test("^[0-9]+\\.[0-9]+\\.[0-9]+$")'
}

@test "without a command the list goes to standard error, and that is a usage error" {
    quietly 64 ferry
    [ -z "$output" ]
    [[ $stderr == *"usage: ferry COMMAND"* ]]
}

@test "help lists every command, and each has a page by four ways of asking" {
    local command page
    exits 0 ferry help
    for command in $commands; do
        [[ $output == *$'\n'"  $command "* ]] || { echo "not listed: $command"; return 1; }
    done
    exits 0 ferry --help
    for command in $commands; do
        quietly 0 ferry help "$command"
        page=$output
        [[ $page == "usage: ferry $command"* && $page == *"exit codes:"* ]] || { echo "$page"; return 1; }
        [ -z "$stderr" ]
        quietly 0 ferry "$command" --help
        [ "$output" = "$page" ]
        quietly 0 ferry "$command" -h
        [ "$output" = "$page" ]
    done
}

@test "the list holds no other command than those of the contract" {
    local listed
    listed=$(ferry help | sed -n 's/^  \([a-z]*\) .*/\1/p' | sort | tr '\n' ' ')
    same commands "$listed" "$(tr ' ' '\n' <<<"$commands" | sort | tr '\n' ' ')"
}

@test "every flag in a command's page is taken by it" {
    local command flag argument value
    for command in $commands; do
        while read -r flag argument; do
            case $argument in
            '') value='' ;;
            DUR) value=5s ;;
            N) value=3 ;;
            'N|N%') value=50% ;;
            extra) value=extra ;;
            'auto|always|never') value=never ;;
            FORMAT) value=text ;;
            FORMAT=FILE) value=text=report.txt ;;
            *) value=none ;;
            esac
            # --help after it: the flag is read, the command is not run.  So a value that is refused
            # must be seen by the parser: an unknown flag beside it is reported only if this one passed.
            run ferry "$command" "--$flag" ${value:+"$value"} --no-such-flag
            [ "$status" -eq 64 ] && [[ $output == *"--no-such-flag"* ]] || {
                echo "$command --$flag $value: $output"
                return 1
            }
        done < <(ferry help "$command" | sed -n 's/^  \(-., \|    \)\?--\([a-z-]*\) \?\([^ ]*\).*/\2 \3/p')
    done
}

@test "the flags of the contract are in the pages" {
    local flag
    ferry help plan >plan.txt
    ferry help apply >apply.txt
    ferry help drift >drift.txt
    for flag in only exclude account region out exit-code rehearse; do grep -q -e "--$flag" plan.txt; done
    for flag in yes approve no-wait copy-timeout deadline parallel max-change lock-timeout allow-endpoint \
        ca-file connect-to settle poll connect-timeout request-timeout format report color quiet verbose \
        debug state-dir; do
        grep -q -e "--$flag" apply.txt || { echo "$flag"; return 1; }
    done
    grep -q -e '--fail-on' drift.txt
}

@test "what nobody knows is a usage error that names it" {
    exits 64 ferry sail
    says "'sail'"
    exits 64 ferry plan --nonsense
    says "--nonsense"
    exits 64 ferry plan -Z
    says "-Z"
    exits 64 ferry help sail
    says "'sail'"
    exits 64 ferry completion tcsh
    exits 64 ferry explain E00000
}

@test "long options are matched whole: --y is not --yes" {
    web ap-shanghai
    exits 64 ferry apply --y images.yaml
    says "'--y'"
    exits 64 ferry plan --form json
    says "'--form'"
}

@test "a flag of another command is refused" {
    exits 64 ferry plan --yes
    says "does not belong"
    exits 64 ferry validate --state-dir x
    exits 64 ferry drift --out plan.json
}

@test "values are checked: durations, numbers, choices" {
    local bad
    for bad in '--poll 5' '--poll x' '--poll -1s' '--settle 1d' '--parallel 0' '--parallel many' \
        '--max-change 101%' '--max-change x' '--color blue' '--format pdf' '--format ndjson=x' \
        '--report json' '--report pdf=x' '--fail-on missing'; do
        # shellcheck disable=SC2086
        case $bad in
        --fail*) run ferry drift $bad ;;
        *) run ferry apply $bad ;;
        esac
        [ "$status" -eq 64 ] || { echo "$bad: $status $output"; return 1; }
        [[ $output == *"'${bad#* }'"* || $output == *"'pdf'"* ]] || { echo "$bad is not named: $output"; return 1; }
    done
    exits 64 ferry apply --poll
    says "needs a value"
    exits 64 ferry apply --yes=1
    says "takes no value"
}

@test "a format that the command does not offer is a usage error" {
    web ap-shanghai
    exits 64 ferry plan --format ndjson
    says ndjson
    exits 64 ferry validate --format wide
}

@test "-- ends the options: what follows is a file" {
    exits 65 ferry validate -- --nonsense.yaml
    says "--nonsense.yaml"
    says_not "unknown option"
}

@test "options have an environment form, and the command line beats it" {
    web ap-shanghai
    FERRY_FORMAT=json quietly 0 ferry validate
    holds '.kind == "validate"'
    FERRY_FORMAT=json quietly 0 ferry validate --format text
    [[ $output != '{'* ]]
    FERRY_FORMAT=pdf exits 64 ferry validate
    says pdf
    FERRY_POLL=soon exits 64 ferry wait
    says FERRY_POLL
}

@test "what permits writing has no environment form" {
    cloud web@ap-guangzhou
    web ap-shanghai
    FERRY_YES=1 FERRY_Y=1 exits 64 ferry apply </dev/null
    FERRY_APPROVE=sha256:00 exits 64 ferry apply </dev/null
    copied 0
    FERRY_MAX_CHANGE=0 exits 0 ferry apply -y
    copied 1
}

@test "results go to standard output, everything else to standard error" {
    cloud web@ap-guangzhou
    web ap-shanghai
    quietly 0 ferry plan
    [[ $output == *"Plan: 1 to add, 0 to change, 0 to destroy."* ]]
    [ -z "$stderr" ]
    quietly 0 ferry plan --format json
    holds '.kind == "plan"'
    quietly 0 ferry apply -y --format json
    holds '.kind == "apply" and .summary.in_sync == 1'
    quietly 64 ferry plan --only nothing --format json
    holds '.errored and .exit_code == 64'
    [[ $stderr == *"no cell is selected"* ]]
}

@test "no escape code and no carriage return off a terminal; --color always colours" {
    local escape=$'\e' return=$'\r'
    cloud web@ap-guangzhou
    web ap-shanghai,ap-beijing
    exits 0 ferry apply -y -v
    says_not "$escape"
    says_not "$return"
    lose web@ap-beijing
    exits 0 ferry plan --color always
    says "$escape["
    NO_COLOR=1 FORCE_COLOR=1 exits 0 ferry plan
    says_not "$escape"
    FERRY_COLOR=always exits 0 ferry plan --color never
    says_not "$escape"
}

@test "on a terminal it colours, NO_COLOR holds, and apply asks" {
    command -v script >/dev/null || skip "script (util-linux) is not installed"
    cloud web@ap-guangzhou
    web ap-shanghai
    run script -qec 'ferry plan' /dev/null </dev/null
    says $'\e['
    run script -qec 'NO_COLOR=1 ferry plan' /dev/null </dev/null
    says_not $'\e[3'
    run script -qec 'ferry apply' /dev/null <<<no
    [ "$status" -eq 5 ]
    says "Only 'yes'"
    copied 0
    run script -qec 'ferry apply' /dev/null <<<yes
    [ "$status" -eq 0 ]
    copied 1
}

@test "-q says nothing beside the result" {
    cloud web@ap-guangzhou
    web ap-shanghai
    quietly 0 ferry apply -y -q
    [ -z "$stderr" ]
    [[ $output == *"Apply complete! Resources: 1 added, 0 changed, 0 destroyed"* ]]
}

@test "a slip in a command, an option or a format is answered with what was meant" {
    quietly 64 ferry paln
    [[ $stderr == *"no command 'paln': did you mean 'plan'?"* ]]
    quietly 64 ferry plan --foramt=json
    [[ $stderr == *"unknown option '--foramt': did you mean '--format'?"* ]]
    quietly 64 ferry --color=never plan
    [[ $stderr == *"options follow the command"* ]]
    quietly 64 ferry why --format html web@ap-shanghai
    [[ $stderr == *"no format 'html' here; there is text, json"* ]]
}

@test "explain lists every code with its meaning" {
    exits 0 ferry explain
    [[ $output == *"E112: too many values"* ]]
    same "codes without a meaning" "$(grep -Ec '^  [EW][0-9]+:? *$' <<<"$output")" 0
}

@test "bash completes commands, options, formats and pages" {
    # shellcheck disable=SC1090
    . <(ferry completion bash)
    completes() { # completes WANT WORD…
        local want=$1
        shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
        _ferry
        same "$*" "${COMPREPLY[*]}" "$want"
    }
    completes 'plan providers' ferry p
    completes --format ferry plan --form
    completes 'json junit' ferry plan --format j
    completes 'bash zsh fish' ferry completion ''
    completes formats ferry help f
}

@test "every account without credentials is named at once, and where its profile was looked for" {
    cat >images.yaml <<-'YAML'
	version: 1
	accounts:
	  game: {provider: tencent-cvm, profile: prod}
	  uc: {provider: ucloud}
	images:
	  - {name: web, account: game, from: ap-guangzhou, to: [ap-shanghai]}
	  - {name: web, account: uc, from: hk, to: [sg]}
	YAML
    quietly 77 ferry plan
    [[ $stderr == *"account 'game': no profile 'prod'"*"/.tccli/prod.credential"* ]]
    [[ $stderr == *"account 'uc': no credentials: set UCLOUD_PUBLIC_KEY"* ]]
}

@test "an export says nothing of regions that the account is not offered" {
    cloud web@ap-guangzhou
    quietly 0 ferry export --account tencent-cvm
    [ -z "$stderr" ]
    [[ $output == *'name: "web"'* ]]
}

@test "plan shows that --max-change would refuse the apply" {
    cloud web@ap-guangzhou
    web ap-shanghai
    exits 0 ferry plan --max-change 0
    says "A guard would refuse it"
    says_not "Next:"
    exits 0 ferry plan --max-change 1
    says "Next: ferry apply"
}

@test "an account that the manifest does not have is named" {
    web ap-shanghai
    quietly 64 ferry plan --account gmae
    [[ $stderr == *"--account: the manifest has no account 'gmae'"* ]]
}

@test "the page of the manifest has every key of the schema, and an example that is valid" {
    local key
    quietly 0 ferry help manifest
    for key in $(jq -r '[.. | objects | .properties? // empty | keys[]] | unique[]' "$DATA/../../manifest/schema.json"); do
        grep -qw -- "$key" <<<"$output" || { echo "not told: $key"; return 1; }
    done
    sed -n '/^  version: 1/,/^$/s/^  //p' <<<"$output" >images.yaml
    exits 0 ferry validate
    says "Valid: 1 image in 1 account, 3 cells."
}

@test "completion scripts are scripts of their shells" {
    local shell tried=0
    for shell in bash zsh fish; do
        exits 0 ferry completion $shell
        says apply
        says max-change
        if command -v $shell >/dev/null; then
            $shell -n <<<"$output"
            tried=$((tried + 1))
        fi
    done
    [ "$tried" -ge 1 ]
    # and bash's completes
    # shellcheck disable=SC1090
    . <(ferry completion bash)
    COMP_WORDS=(ferry pl) COMP_CWORD=1
    _ferry
    [ "${COMPREPLY[*]}" = plan ]
    COMP_WORDS=(ferry apply --max) COMP_CWORD=2
    _ferry
    [ "${COMPREPLY[*]}" = --max-change ]
}

@test "explain knows ferry's codes and the vendors'" {
    exits 0 ferry explain
    says E1
    exits 0 ferry explain InvalidImageId.TooLarge
    says InvalidImageId.TooLarge
}

@test "providers prints the tables, in text and JSON" {
    exits 0 ferry providers
    says tencent-cvm
    quietly 0 ferry providers --format json
    holds '.providers | map(.provider) | index("tencent-cvm") != null'
    holds '.providers[] | select(.provider == "tencent-cvm") | .regions | map(.id) | index("ap-guangzhou") != null'
}
