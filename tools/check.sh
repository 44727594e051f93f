#!/usr/bin/env bash
# Runs every check, also after one has failed, and names the failed ones at the end.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

# Checks read the code, not an installation: keys and database files they need stay out of the tree.
LACHAN_VAR=$(mktemp -d)
export LACHAN_VAR
trap 'rm -rf "$LACHAN_VAR"' EXIT

run() {
  local name=$1 log="$LACHAN_VAR/log" began=$SECONDS
  shift
  if "$@" >"$log" 2>&1; then
    printf '  ok    %-12s %ss\n' "$name" $((SECONDS - began))
  else
    printf '  FAIL  %-12s\n' "$name"
    cat "$log"
    failed+=("$name")
  fi
}

run lint $bin/ruff check .
run format $bin/ruff format --check .
run floors $bin/lint-imports
run types $bin/mypy
run migrations $bin/django-admin makemigrations --check --dry-run --settings lachan.config.settings
run system $bin/django-admin check --settings lachan.config.settings
run rooms.md $bin/python tools/rooms.py
run tree $bin/python tools/check_tree.py

if ((${#failed[@]})); then
  echo "failed: ${failed[*]}" >&2
  exit 1
fi
