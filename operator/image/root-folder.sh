#!/bin/sh
# Lays out the root of an image that holds Node and what it is linked to, and nothing else: no shell, no package manager. Node lies where it lies in
# distroless images, so that either can be the last stage.
#   root-folder.sh FOLDER NODE
set -eu
root=$1
node=$2

install -D -m 0755 "$node" "$root/nodejs/bin/node"
ldd "$node" | grep -o '/[^ ]*' | while read -r library; do
  install -D -m 0755 "$library" "$root$library"
done

install -d -m 0755 "$root/etc" "$root/app"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
echo 'nonroot:x:65532:65532::/nonexistent:/sbin/nologin' >"$root/etc/passwd"
echo 'nonroot:x:65532:' >"$root/etc/group"
