#!/bin/sh
# Back up and restore an index folder: backup.sh save INDEX FILE.tar | backup.sh restore FILE.tar INDEX
# Safe at any time: published generations never change, and CURRENT is read once, so the copy holds
# the generation that it names (a build that prunes it meanwhile makes tar fail: run it again).
set -eu
case "${1:-}" in
save)
    copy=$(mktemp -d "$3.XXXXXX")
    trap 'rm -rf "$copy"' EXIT
    cp -p "$2/CURRENT" "$copy"
    # In this order: the log speaks for what the list lacks, and its head may be behind, never ahead.
    for name in withdrawn.jsonl audit.head audit.jsonl; do
        if [ -e "$2/$name" ]; then cp -p "$2/$name" "$copy"; fi
    done
    tar -cf "$copy/tar" -C "$2" "$(cat "$copy/CURRENT")" -C "$(cd "$copy" && pwd)" $(ls "$copy")
    mv "$copy/tar" "$3"
    ;;
restore)
    # A list of withdrawals that is there already is newer than the saved one, and stays.
    mkdir -p "$3"
    rm -rf "$3/$(tar -xOf "$2" CURRENT)"
    tar -C "$3" --exclude=CURRENT --skip-old-files -xpf "$2"
    tar -C "$3" -xpf "$2" CURRENT
    ;;
*)
    sed -n 2p "$0" >&2
    exit 2
    ;;
esac
