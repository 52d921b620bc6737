#!/bin/bash
# Links the command and its bash completion, and gives the sandbox helper its rights where the kernel forbids user namespaces
# to ordinary users.
ln -sf '/opt/${sanitizedProductName}/exlab-sync-launcher' '/usr/bin/exlab-sync'
mkdir -p /usr/share/bash-completion/completions
ln -sf '/opt/${sanitizedProductName}/resources/app.asar.unpacked/out/main/completions/exlab-sync.bash' \
  '/usr/share/bash-completion/completions/exlab-sync'
chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox' || true
if hash update-desktop-database 2>/dev/null; then update-desktop-database /usr/share/applications || true; fi
