#!/bin/sh
# exlab-sync: without a command the window, with one the command line, which needs no display where there is a Node.
here=$(dirname "$(readlink -f "$0")")
app=$here/exlab-sync
command=no
value=no
for word in "$@"; do
  if [ "$value" = yes ]; then
    value=no
    continue
  fi
  case "$word" in
    --data-dir | --config) value=yes ;;
    add | run | status | retry | pause | resume | cancel | verify | log | doctor | explain | help | --help | --version)
      command=yes
      break
      ;;
    -*) ;;
    *) break ;;
  esac
done
if [ "$command" = no ]; then exec "$app" "$@"; fi
if [ -n "$DISPLAY$WAYLAND_DISPLAY" ]; then
  # no page is ever opened for a command, so there is nothing that a sandbox would hold
  exec "$app" --no-sandbox "$@"
fi
cli=$here/resources/app.asar.unpacked/out/main/cli.cjs
if command -v node >/dev/null 2>&1 && [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ]; then
  exec node "$cli" "$@"
fi
if command -v xvfb-run >/dev/null 2>&1; then
  exec xvfb-run -a "$app" --no-sandbox "$@"
fi
echo "exlab-sync: there is no display. Install nodejs (20 or newer) or xvfb, then commands work without one." >&2
exit 2
