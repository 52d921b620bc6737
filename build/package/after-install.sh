#!/bin/bash
# The command, and the sandbox helper's rights where the kernel forbids user namespaces to ordinary users.
ln -sf '/opt/${sanitizedProductName}/exlab-sync-launcher' '/usr/bin/exlab-sync'
chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox' || true
if hash update-desktop-database 2>/dev/null; then update-desktop-database /usr/share/applications || true; fi
