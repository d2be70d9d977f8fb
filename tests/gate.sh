# The quality gate, sourced by ./secondline test: every part runs, the first line of the summary says what failed.
# Words after `test` go to pytest alone (./secondline test -- tests/secondline/record -x).

cd "$house"
if [ "${1:-}" = "--help" ] || [ "${1:-}" = "-h" ]; then
    echo "./secondline test              the whole gate: lint, types, contracts, tests on SQLite and PostgreSQL, browser"
    echo "./secondline test -- WORDS...  pytest alone, with these words, on SQLite"
    exit 0
fi
if [ "${1:-}" = "--" ]; then
    shift
    exec "$venv/bin/python" -m pytest "$@"
fi

missing=""
need() { # $1: what, $2: test command, $3...: Debian packages
    what=$1; probe=$2; shift 2
    if sh -c "$probe" >/dev/null 2>&1; then return; fi
    if may_install && install_packages "$@" && sh -c "$probe" >/dev/null 2>&1; then return; fi
    missing="$missing $what"
    say "MISSING: $what. I may not install it here. Ask for: apt install $*"
}
need Chromium "command -v chromium" chromium fonts-dejavu-core
need Java "command -v java" default-jre-headless
need PostgreSQL "ls /usr/lib/postgresql/*/bin/initdb || command -v initdb" postgresql

results=""
failed=0
part() { # $1: name; the rest: the command
    name=$1; shift
    say "== $name"
    began=$(date +%s)
    if "$@"; then verdict=passed; else verdict=FAILED; failed=$((failed + 1)); fi
    results="$results$(printf '%-28s %s  %4d s' "$name" "$verdict" $(($(date +%s) - began)))
"
}
skip() {
    failed=$((failed + 1))
    results="$results$(printf '%-28s DID NOT RUN (missing:%s)' "$1" "$missing")
"
}
has() { case "$missing" in *"$1"*) return 1 ;; esac; }

py=$venv/bin/python
# Two workers, a file on one of them, so that what a file makes for all its tests is made once; slow files first.
apart="-n 2 --dist loadfile --no-loadscope-reorder"
walks="tests/browser tests/secondline/trends" # all that a browser walks; a test of the house compares
export SECONDLINE_TASKS_NOW=1
unset SECONDLINE_DATABASE SECONDLINE_DEMONSTRATION
SECONDLINE_VAR=$(mktemp -d) && export SECONDLINE_VAR
trap 'rm -rf "$SECONDLINE_VAR"' EXIT

part "lint" "$venv/bin/ruff" check --quiet .
part "format" "$venv/bin/ruff" format --quiet --check .
part "contracts" "$venv/bin/lint-imports" --no-cache
# Beside the types, which keep one core busy: the pictures that both browser parts show.
"$py" tests/album.py & album=$!
part "types" "$venv/bin/mypy"
wait "$album" || say "the specimens' pictures could not be drawn beforehand; the browser parts draw their own"
rm -f .coverage .coverage.*
part "tests on SQLite" "$py" -m pytest $apart -m "not browser" --cov --cov-report=
part "coverage" "$py" tests/coverage_bar.py
if has Chromium; then part "browser on SQLite" "$py" -m pytest $apart -m browser $walks; else skip "browser on SQLite"; fi
if has PostgreSQL; then
    part "tests on PostgreSQL" "$py" tests/postgres.py "$py" -m pytest $apart -m "not browser" tests/secondline
    if has Chromium; then
        part "browser on PostgreSQL" "$py" tests/postgres.py "$py" -m pytest $apart -m browser $walks
    else
        skip "browser on PostgreSQL"
    fi
else
    skip "tests on PostgreSQL"
    skip "browser on PostgreSQL"
fi
printf '\n%s\n' "$results"
[ "$failed" = 0 ] || { echo "$failed parts of the gate failed or did not run"; exit 1; }
echo "the whole gate passed"
