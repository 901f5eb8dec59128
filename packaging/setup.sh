#!/bin/sh
# Makes .venv in the project's root: Python 3.11, the packages of requirements-dev.txt with their hashes, and the
# system libraries Qt needs. What only root can install is installed when root, else the exact command is printed.
set -eu
cd "$(dirname "$0")/.."

OFFSCREEN="libgl1 libegl1 libxkbcommon0 libglib2.0-0 libdbus-1-3 libfontconfig1"
XCB="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1 \
libxcb-randr0 libxcb-sync1 libxcb-xfixes0 libxcb-image0 libxcb-render-util0"

say() { printf '%s\n' "$*" >&2; }

# install_system PACKAGE…: true when they were installed, else the command to type is on the screen
install_system() {
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        say "正在安装系统软件包 / installing system packages: $*"
        apt-get update -qq </dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
    else
        say "缺少系统软件包，请以管理员身份执行 / system packages are missing, run as root:"
        say "    apt-get install --no-install-recommends $*"
        return 1
    fi
}

find_python() {
    for candidate in python3.11 python3 /usr/bin/python3.11 /usr/bin/python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

missing_libraries() { # of the named Qt platform plugin
    ldd ".venv/lib/python3.11/site-packages/PySide6/Qt/plugins/platforms/lib$1.so" | grep 'not found' || true
}

python=$(find_python) || { install_system python3 python3-venv && python=$(find_python); } || {
    say "需要 Python 3.11 / Python 3.11 is needed"; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null || install_system python3-venv

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null ||
   ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-dev.txt

if [ -n "$(missing_libraries qoffscreen)" ]; then
    # shellcheck disable=SC2086
    install_system $OFFSCREEN $XCB
elif [ -n "$(missing_libraries qxcb)" ]; then
    # Without these the tests and the demo still run; only the window does not open.
    # shellcheck disable=SC2086
    install_system $XCB || true
fi
say "已就绪 / ready: .venv"
