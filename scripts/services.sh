#!/bin/sh
# Installs the servers that the tests start for themselves, by the system's package manager where it may.
# It starts nothing: each test run has private servers on free ports.
set -eu

missing=""
[ -n "${TEST_POSTGRESQL_URL:-}" ] || command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
    missing="$missing postgresql"
[ -n "${TEST_RABBITMQ_URL:-}" ] || command -v rabbitmq-server >/dev/null || [ -x /usr/sbin/rabbitmq-server ] ||
    missing="$missing rabbitmq-server"
[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
    command -v google-chrome >/dev/null || missing="$missing chromium"
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
    sudo -n true 2>/dev/null || as_root=none
fi
if ! command -v apt-get >/dev/null || [ "$as_root" = none ]; then
    echo "For all tests, install:$missing. Tests that need them are skipped, and listed at the end." >&2
    exit 0
fi

echo "Installing$missing …" >&2
# Debian would start each server once installed; the tests start their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
    $as_root chmod 755 $policy
    trap '$as_root rm -f $policy' EXIT
fi
log=$(mktemp)
install_missing() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >"$log" 2>&1
}
# The package lists may be absent or old.
if ! install_missing && ! { $as_root apt-get update -q >>"$log" 2>&1 && install_missing; }; then
    tail -n 5 "$log" >&2
    echo "Could not install:$missing. Tests that need them are skipped, or fail where CI=true." >&2
fi
rm -f "$log"
