#!/bin/bash
# Links the command and its bash completion, makes the folder of a queue of several accounts where that is wanted, and gives the sandbox helper its rights where the kernel forbids user namespaces
# to ordinary users.
ln -sf '/opt/${sanitizedProductName}/exlab-sync-launcher' '/usr/bin/exlab-sync'
mkdir -p /usr/share/bash-completion/completions
ln -sf '/opt/${sanitizedProductName}/resources/app.asar.unpacked/out/main/completions/exlab-sync.bash' \
  '/usr/share/bash-completion/completions/exlab-sync'
# one queue for the accounts of a group, where who installs names it: EXLAB_SYNC_GROUP=instrument-users apt-get install ...
if [ -n "$EXLAB_SYNC_GROUP" ]; then
  install -d -m 2770 -g "$EXLAB_SYNC_GROUP" /var/lib/exlab-sync || exit 1
  mkdir -p /etc/exlab-sync
  echo /var/lib/exlab-sync > /etc/exlab-sync/data-dir
fi
chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox' || true
if hash update-desktop-database 2>/dev/null; then update-desktop-database /usr/share/applications || true; fi
