#!/bin/bash
# An upgrade removes the old package after the new one is there: the link stays then.
if [ "$1" = remove ] || [ "$1" = purge ]; then rm -f '/usr/bin/exlab-sync'; fi
if hash update-desktop-database 2>/dev/null; then update-desktop-database /usr/share/applications || true; fi
