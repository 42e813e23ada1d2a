#!/usr/bin/env bats
# `ferry validate`: offline, with no credentials, from files, folders and standard input.

load helper

# alone COMMAND…: with nothing in the environment but what a program needs to start.
alone() { env -i "PATH=$PATH" "$@"; }

setup() { web ap-shanghai; }

@test "a good manifest is fine without network, credentials or home" {
    exits 0 alone ferry validate
    exits 0 alone ferry validate images.yaml
    if unshare -rn true 2>/dev/null; then # not even a loopback interface
        exits 0 alone unshare -rn ferry validate
    fi
    quietly 0 alone ferry validate --format json
    holds '.kind == "validate" and .exit_code == 0 and .errored == false and .diagnostics == []'
    holds '.manifest | length == 1 and .[0].path == "images.yaml" and (.[0].sha256 | length == 64)'
}

@test "images.yaml is read by default, then ferry.yaml, then it is a usage error" {
    mv images.yaml ferry.yaml
    quietly 0 ferry validate --format json
    holds '.manifest[0].path == "ferry.yaml"'
    cp ferry.yaml images.yaml
    quietly 0 ferry validate --format json
    holds '.manifest[0].path == "images.yaml"'
    rm ./*.yaml
    exits 64 ferry validate
    says images.yaml
}

@test "- is standard input" {
    exits 0 ferry validate - <images.yaml
    exits 65 ferry validate - <<<'version: 2'
    says "1:10"
}

@test "a folder is its *.yaml and *.yml, sorted, not deeper; files are merged" {
    mkdir -p all/deeper
    printf 'version: 1\naccounts:\n  game: {provider: tencent-cvm}\n' >all/accounts.yml
    printf 'version: 1\nimages:\n  - {name: b, account: game, from: ap-guangzhou, to: [ap-shanghai]}\n' >all/b.yaml
    printf 'version: 1\nimages:\n  - {name: a, account: game, from: ap-guangzhou, to: [ap-shanghai]}\n' >all/a.yaml
    echo 'nonsense: [' >all/deeper/c.yaml
    echo 'nonsense: [' >all/notes.txt
    quietly 0 ferry validate all --format json
    holds '.manifest | map(.path) == ["all/a.yaml", "all/accounts.yml", "all/b.yaml"]'
    exits 0 ferry validate all/accounts.yml all/b.yaml
    exits 65 ferry validate all/b.yaml
    says "all/b.yaml:3:"
}

@test "mistakes are the result: on standard output, at their place, exit 65" {
    web ap-shangai
    quietly 65 ferry validate
    [[ $output == *"images.yaml:7:10: error[E"* ]]
    [[ $output == *"to: [ap-shangai]"* ]]
    [[ $output == *"ap-shanghai"* ]]
    [[ $output == *"^"* ]]
    quietly 65 ferry validate --format json
    holds '.errored and .exit_code == 65 and .diagnostics[0].severity == "error"'
    holds '[.diagnostics[] | select(.range == {path: "images.yaml", line: 7, column: 10})] | length == 1 and (.[0].code | test("^E[0-9]+$"))'
}

@test "every code that is shown is explained" {
    web ap-shangai
    run ferry validate
    code=$(sed -n 's/.*error\[\(E[0-9]*\)\].*/\1/p' <<<"$output" | head -1)
    exits 0 ferry explain "$code"
    says "$code"
}

@test "for other commands the same mistakes are errors, on standard error" {
    web ap-shangai
    local command
    for command in plan drift list wait 'apply -y'; do
        # shellcheck disable=SC2086
        quietly 65 ferry $command --state-dir state
        [[ $stderr == *"images.yaml:7:10: error[E"* ]] || { echo "$command: $stderr"; return 1; }
        [[ $output != *"error[E"* ]] || { echo "$command: $output"; return 1; }
    done
    [ ! -e state ]
}

@test "all mistakes at once" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cwm, profil: x}
images:
  - name: web
    from: ap-guangzhou
    to: [ap-shanghai]
    colour: red'
    quietly 65 ferry validate --format json
    holds '[.diagnostics[] | select(.severity == "error")] | length >= 3'
}

@test "a manifest without images, an empty one, a missing one, bytes that are no text" {
    manifest 'version: 1'
    exits 65 ferry validate
    : >images.yaml
    exits 65 ferry validate
    exits 65 ferry validate nowhere.yaml
    says nowhere.yaml
    printf 'version: 1\nimages: \xff\xfe\n' >images.yaml
    exits 65 ferry validate
    head -c 100000 /dev/zero | tr '\0' '[' >images.yaml
    exits 65 timeout 5 ferry validate
}

@test "an endpoint outside the vendor's domains needs the operator's word" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cvm, endpoint: "https://cvm.example.org"}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai]}'
    exits 65 ferry validate
    says cvm.example.org
    exits 0 ferry validate --allow-endpoint cvm.example.org
    exits 65 ferry validate --allow-endpoint example.org
    FERRY_ALLOW_ENDPOINT=cvm.example.org exits 0 ferry validate
}

@test "a secret in a manifest is refused and not shown" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cvm, secret_key: Gu5t9xGARNpq86cd98joQYCN3EXAMPLE}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai]}'
    exits 65 ferry validate
    says_not Gu5t9xGARNpq86cd98joQYCN3EXAMPLE
    exits 65 ferry validate --format json
    says_not Gu5t9xGARNpq86cd98joQYCN3EXAMPLE
}

@test "validate writes nothing, whatever it is told" {
    exits 0 env XDG_STATE_HOME="$PWD/xdg" HOME="$PWD/home" ferry validate
    same files "$(find . -type f | sort | tr '\n' ' ')" "./images.yaml "
}
