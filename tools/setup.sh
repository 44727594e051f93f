#!/usr/bin/env bash
# Makes or refreshes .venv for one level: "base" (run the product on SQLite), "production" (also on PostgreSQL)
# or "dev" (also check and test it).
# Does nothing when the lock of that level is the one already installed.
set -euo pipefail
cd "$(dirname "$0")/.."
level=${1:-dev}
bin=.venv/bin

fingerprint() {
  cat "requirements/$1.txt" requirements/build.txt pyproject.toml tools/setup.sh | sha256sum | cut -d' ' -f1
}
installed() {
  [[ -x $bin/lachan && -f .venv/.lachan-$1 && $(<".venv/.lachan-$1") == "$(fingerprint "$1")" ]]
}
# The development level holds everything of the base level.
if installed "$level" || installed dev; then
  exit 0
fi

if [[ ! -x $bin/python ]]; then
  python=${PYTHON:-python3}
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or later is needed; PYTHON=/path/to/python make setup picks one." >&2
    exit 1
  }
  "$python" -m venv .venv
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1
if ! [[ -x $bin/uv ]]; then
  $bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements/uv.txt ||
    echo "uv has no wheel for this machine: installing with pip, which is slower." >&2
fi
install() {
  if [[ -x $bin/uv ]]; then
    VIRTUAL_ENV=$PWD/.venv $bin/uv pip install --quiet "$@"
  else
    $bin/python -m pip install --quiet "$@"
  fi
}
install --require-hashes -r requirements/build.txt -r "requirements/$level.txt"
install --no-deps --no-build-isolation --editable .

fingerprint "$level" >".venv/.lachan-$level"
