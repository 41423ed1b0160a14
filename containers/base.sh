#!/bin/sh
# Makes sure that the base images of the servers' Dockerfiles are here:
#
#     containers/base.sh trixie bookworm
#
# For each suite `debian:SUITE-slim`: the local image, else `docker pull`, else (where no registry
# can be reached) debootstrap from a Debian mirror and `docker import`. Only the last needs root and
# the package debootstrap. `imapspec` runs this same script when a base is absent.
#
# DOCKER          the engine's client (docker; podman works too)
# DEBIAN_MIRROR   where debootstrap fetches from (http://deb.debian.org/debian)
set -eu

DOCKER=${DOCKER:-docker}
MIRROR=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

say() { echo "base.sh: $*" >&2; }

have() { "$DOCKER" image inspect "$1" >/dev/null 2>&1; }

# A pull that cannot reach its registry must not hang for minutes.
pull() { timeout 300 "$DOCKER" pull --quiet "$1" >/dev/null 2>&1; }

bootstrap() {
    suite=$1 image=$2
    command -v debootstrap >/dev/null || {
        say "$image is not here, cannot be pulled, and debootstrap is not installed."
        say "Either reach a registry and run: $DOCKER pull $image"
        say "or, on Debian or Ubuntu: apt-get install debootstrap, and run this again as root."
        return 1
    }
    [ "$(id -u)" = 0 ] || {
        say "$image is not here and cannot be pulled; to make it with debootstrap, run as root:"
        say "    sudo $0 $suite"
        return 1
    }
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT INT TERM
    say "debootstrap of $suite from $MIRROR (a minute or so)"
    debootstrap --variant=minbase "$suite" "$root" "$MIRROR" >"$root.log" 2>&1 || {
        tail -n 5 "$root.log" >&2
        say "debootstrap failed; its log is $root.log"
        return 1
    }
    rm -f "$root.log"
    # What the official slim images do: no documentation, no daemons started by packages.
    rm -rf "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/info/* \
        "$root"/usr/share/locale/* "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin \
        "$root"/var/cache/apt/archives/*.deb "$root"/var/log/*.log
    printf 'path-exclude /usr/share/%s/*\n' doc man info locale \
        >"$root/etc/dpkg/dpkg.cfg.d/slim"
    printf 'APT::Install-Recommends "false";\nAcquire::Languages "none";\n' \
        >"$root/etc/apt/apt.conf.d/slim"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    tar -C "$root" --numeric-owner --exclude=./proc/* --exclude=./sys/* --exclude=./dev/* -c . |
        "$DOCKER" import --change 'CMD ["bash"]' - "$image" >/dev/null
    rm -rf "$root"
    trap - EXIT INT TERM
}

[ $# -gt 0 ] || { say "usage: $0 SUITE..."; exit 2; }
for suite; do
    image=debian:$suite-slim
    if have "$image"; then
        say "$image is here"
    elif pull "$image"; then
        say "$image pulled"
    else
        bootstrap "$suite" "$image"
        say "$image made with debootstrap"
    fi
done
