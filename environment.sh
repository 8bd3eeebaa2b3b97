# Sourced by run and test: makes .venv hold exactly what a lock file says, and sets $python.
# A stamp (checksum of the lock and of the interpreter) marks success, so that a half-made environment is made anew,
# and a finished one costs nothing and needs no network.

environment() {
    lock=$1
    base=
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            base=$candidate
            break
        fi
    done
    [ -n "$base" ] || fail "Python 3.11 or newer is needed: install it (Debian: apt install python3 python3-venv)."
    python=$here/.venv/bin/python
    stamp=$(cat "$here/requirements.txt" "$here/$lock" | cksum)-$("$base" -c 'import sys; print(sys.version)' | cksum)
    case $lock in
        requirements.txt) # the larger environment of the tests serves as well
            other=$(cat "$here/requirements.txt" "$here/requirements-dev.txt" | cksum)-${stamp#*-} ;;
        *) other=$stamp ;;
    esac
    found=$(cat "$here/.venv/stamp" 2>/dev/null || true)
    if [ -x "$python" ] && { [ "$found" = "$stamp" ] || [ "$found" = "$other" ]; }; then
        return 0
    fi
    "$base" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "This Python cannot make environments: install its venv module (Debian: apt install python3-venv), then start again."
    say "Installing what $lock names into .venv …"
    # What a site is running from is added to, and not taken away under it.
    if [ "$found" != "$(cat "$here/requirements.txt" "$here/requirements.txt" | cksum)-${stamp#*-}" ]; then
        rm -rf "$here/.venv"
        "$base" -m venv "$here/.venv" || fail "The environment .venv could not be made in $here: is the folder writable?"
        "$python" -m pip uninstall -qq --yes setuptools # an old one, which Python 3.11 puts there and nothing here needs
    fi
    "$python" -m pip install --quiet --disable-pip-version-check --no-input --no-compile --require-hashes --requirement "$here/$lock" ||
        fail "The packages of $lock could not be installed: is this machine connected to its package index? Start again once it is."
    # On all processors, where pip would use one; and without the tests that packages bring along.
    "$python" -m compileall -qq -j 0 -x 'site-packages/.*/tests/' "$here/.venv/lib" || :
    printf '%s' "$stamp" >"$here/.venv/stamp"
}
