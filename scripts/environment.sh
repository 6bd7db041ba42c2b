#!/bin/sh
# Makes the environment in $1 with a part of the lock ($2: runtime or tests), then the stamps that follow.
set -eu
venv=$1 part=$2
shift 2

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Kursforum needs Python 3.11 or later; give another one as make PYTHON=python3.12 …" >&2
    exit 1
fi
if [ ! -x "$venv/bin/pip" ]; then
    echo "Making the environment in $venv …" >&2
    if ! "$PYTHON" -m venv "$venv"; then
        echo "Python's venv module is missing: on Debian, apt-get install python3-venv" >&2
        exit 1
    fi
fi

echo "Installing the packages of requirements.lock ($part) …" >&2
wanted=requirements.lock
if [ "$part" = runtime ]; then
    wanted=$venv/runtime.txt
    sed '/^# For tests/,$d' requirements.lock > "$wanted"
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$wanted"

# The first start is then as fast as the next ones.
"$venv/bin/python" -m compileall -q services shared || true
rm -f "$venv"/runtime-* "$venv"/tests-*
touch "$@"
