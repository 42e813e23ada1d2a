#!/usr/bin/env bats
# What the README says, held against the programs.

load helper

@test "the README's matrix is the one that ferry providers prints" {
    sed -n '/matrix of ferry providers.*begin/,/-- end --/p' README.md | sed '1d;$d' >"$BATS_TEST_TMPDIR/readme"
    ferry providers --format markdown | diff - "$BATS_TEST_TMPDIR/readme"
}

@test "the README's manifest is valid" {
    sed -n '/^```yaml/,/^```/p' README.md | sed '/^```/d' >"$BATS_TEST_TMPDIR/images.yaml"
    exits 0 ferry validate "$BATS_TEST_TMPDIR/images.yaml"
}

@test "every ferry command in the README takes the options it is shown with" {
    local line words
    sed -n '/^```sh/,/^```/p' README.md | sed -n 's/ *#.*//; s/^\(ferry .*\)/\1/p' >"$BATS_TEST_TMPDIR/lines"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/lines")" -ge 6 ]
    while read -r line; do
        # No such manifest: the options were understood if the complaint is about the file.
        read -ra words <<<"$line"
        cd "$BATS_TEST_TMPDIR"
        run "${words[@]}" </dev/null
        says_not "unknown option"
        says_not "does not belong"
        says_not "no command"
    done <"$BATS_TEST_TMPDIR/lines"
}

@test "every folder of the tour is there" {
    local folder
    for folder in reconcile manifest providers cmd/ferry cmd/cloudsim tests examples providers/README.md; do
        [ -e "$folder" ] || { echo "missing: $folder"; return 1; }
    done
}
