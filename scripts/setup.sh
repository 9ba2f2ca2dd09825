# Sourced by ./rein and ./test: makes .venv and installs Rein into it, once for each state of the dependency files.
# Needs Python 3.11 or newer with pip; the `venv` package of Debian is not needed.

find_python() {
    for candidate in "${REIN_PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Rein needs Python 3.11 or newer; none was found. Install it, or name one in REIN_PYTHON." >&2
    exit 1
}

# setup EXTRA ("" or "dev"): after it, $root/.venv holds Rein with that extra.
setup() {
    want="$1 $(cat "$root/pyproject.toml" "$root/constraints.txt" | cksum)"
    ready="$root/.venv/.rein-ready"
    if [ -f "$ready" ] && grep -qxF -e "$want" -e "dev ${want#* }" "$ready"; then
        return
    fi
    python=$(find_python)
    echo "Setting up .venv (once; about a minute) ..." >&2
    [ -x "$root/.venv/bin/python" ] || "$python" -m venv --without-pip "$root/.venv"
    extra=""
    [ -z "$1" ] || extra="[$1]"
    "$python" -m pip --python "$root/.venv/bin/python" install --quiet --disable-pip-version-check \
        --constraint "$root/constraints.txt" --editable "$root$extra" >&2
    echo "$want" >"$ready"
}
