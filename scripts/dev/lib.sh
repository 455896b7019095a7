# Shared by the scripts beside it, which source it. Puts them in the project's folder.
#
#   OAUTHLUA_SCRATCH   where Swift builds (default: .build)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scratch=${OAUTHLUA_SCRATCH:-.build}

# Swift's package manager: progress on a terminal, nothing but errors elsewhere.
swift_build() {
    local quiet=(--quiet)
    [ ! -t 2 ] || quiet=()
    swift build "${quiet[@]}" --scratch-path "$scratch" "$@" >&2
}

# Builds what is shipped. The package manager itself finds out what is stale.
build_release() {
    [ -x "$scratch/release/oauthlua" ] || echo "building oauthlua; the first time takes some minutes" >&2
    # Its libraries are the system's, never some that lie beside it. Generic types are made by their own functions and not from
    # their names: by name, the runtime looks for conformances among thousands at every start.
    swift_build -c release --static-swift-stdlib --disable-local-rpath --product oauthlua \
        -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
}

# Where that build is.
release_binary() { echo "$scratch/release/oauthlua"; }

step() { printf '\n== %s\n' "$*"; }
