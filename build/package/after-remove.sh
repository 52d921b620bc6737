#!/bin/bash
# An upgrade removes the old package after it installed the new one, so the links stay then.
if [ "$1" = remove ] || [ "$1" = purge ]; then
  rm -f '/usr/bin/exlab-sync' '/usr/share/bash-completion/completions/exlab-sync'
fi
if [ "$1" = purge ]; then
  rm -f /etc/exlab-sync/data-dir
  rmdir --ignore-fail-on-non-empty /etc/exlab-sync 2>/dev/null || true
fi
if hash update-desktop-database 2>/dev/null; then update-desktop-database /usr/share/applications || true; fi
