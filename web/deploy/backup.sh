#!/bin/sh
# Back up and restore an index folder: backup.sh save INDEX FILE.tar | backup.sh restore FILE.tar INDEX
# Safe at any time: published generations never change, and CURRENT is read first, so the copy holds
# the generation that it names (a build that prunes it meanwhile makes tar fail: run it again).
set -eu
case "${1:-}" in
save)
    name=$(cat "$2/CURRENT")
    tar -C "$2" -cf "$3.part" CURRENT "$name" $(cd "$2" && ls withdrawn.jsonl audit.jsonl audit.head 2>/dev/null)
    mv "$3.part" "$3"
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
