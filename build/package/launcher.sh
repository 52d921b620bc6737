#!/bin/sh
# Installed as `exlab-sync`. Hands every argument to one program, which knows the commands: the desktop program where a
# window can open, else the command line on the system's own Node, which needs no display.
here=$(dirname "$(readlink -f "$0")")
app=$here/exlab-sync
# Chromium opens no window for root
if [ -n "$DISPLAY$WAYLAND_DISPLAY" ] && [ "$(id -u)" != 0 ]; then exec "$app" "$@"; fi
# asked for its version, Node answers before it starts
version=$(node --version 2>/dev/null)
major=${version#v}
if [ "${major%%.*}" -ge 20 ] 2>/dev/null; then
  exec node "$here/resources/app.asar.unpacked/out/main/cli.cjs" "$@"
fi
# without a Node the desktop program runs the command; no page is opened, so there is nothing that a sandbox would hold
export EXLAB_SYNC_NO_WINDOW=1
if [ -n "$DISPLAY$WAYLAND_DISPLAY" ]; then exec "$app" --no-sandbox "$@"; fi
if command -v xvfb-run >/dev/null 2>&1; then exec xvfb-run -a "$app" --no-sandbox "$@"; fi
echo "exlab-sync: there is no display. Install nodejs (20 or newer) or xvfb, then commands work without one." >&2
exit 2
