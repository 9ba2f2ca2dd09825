#!/bin/sh
# Writes constraints.txt from what is installed in .venv: run it after a change of dependencies, when all tests pass.
set -eu
cd "$(dirname "$0")/.."
{
    echo "# Versions that the tests pass with; made by scripts/pin.sh. No addresses: any package index serves."
    .venv/bin/python - <<'PY'
from importlib.metadata import distributions
names = {d.metadata["Name"].lower().replace("_", "-"): d.version for d in distributions()}
for name in sorted(names):
    if name not in {"rein", "pip", "setuptools", "uv", "wheel"}:
        print(f"{name}=={names[name]}")
PY
} >constraints.txt
