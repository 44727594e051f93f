#!/usr/bin/env bash
# Rewrites the lock files from requirements/*.in: hashes, no addresses, one file for Python 3.11 and later.
# "tools/lock.sh --upgrade" also moves every pin to its newest allowed version.
set -euo pipefail
cd "$(dirname "$0")/../requirements"
for level in base production dev build uv; do
  ../.venv/bin/uv pip compile "$level.in" --output-file "$level.txt" \
    --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet "$@"
done
