#!/bin/sh
# Builds rclone.exe for the tests under Wine, in the Debian 13 root folder and from Debian's packages alone:
#   rclone-exe.sh <folder>        writes <folder>/rclone.exe
# A tool for tests: without Windows' ssh agent, and with a short `rclone version`. The product brings a released rclone.
set -eu
work=$1
export DEBIAN_FRONTEND=noninteractive
mkdir -p "$work/build"
cd "$work/build"

# Debian's package of golang.org/x/sys leaves the folder of Windows out; its source has it. Source lists of our own.
mkdir -p lists/partial
uri=$(sed -n 's/^deb \([^ ]*\) .*/\1/p' /etc/apt/sources.list | head -n 1)
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri trixie main" > sources.list
apt='-o Dir::Etc::SourceList=sources.list -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists=lists -o APT::Sandbox::User=root'
# relative to the working folder, which apt would take as relative to its own
apt=$(echo "$apt" | sed "s|=sources.list|=$PWD/sources.list|; s|=lists|=$PWD/lists|")
apt-get $apt update -qq
apt-get $apt source -qq --download-only golang-golang-x-sys
rm -rf sys gopath
mkdir sys
tar -xf golang-golang-x-sys_*.orig.tar.*z -C sys --strip-components=1

# An overlay before Debian's /usr/share/gocode: what Debian does not have, or has for Unix alone.
src=$PWD/gopath/src
mkdir -p "$src/golang.org/x" "$src/github.com/rclone" "$src/github.com/mattn" "$src/github.com/Microsoft/go-winio"
mv sys "$src/golang.org/x/sys"
cp -rL /usr/share/gocode/src/github.com/rclone/rclone "$src/github.com/rclone/"
cp -rL /usr/share/gocode/src/github.com/mattn/go-ieproxy "$src/github.com/mattn/"
# without cgo, Debian's build tag takes these on Windows too
rm -f "$src"/github.com/mattn/go-ieproxy/*_unix.go
cat > "$src/github.com/Microsoft/go-winio/pipe.go" <<'GO'
// Package winio stands in for go-winio, which Debian does not have: an ssh agent of Windows is never found.
package winio

import (
	"errors"
	"net"
	"time"
)

// DialPipe always fails.
func DialPipe(string, *time.Duration) (net.Conn, error) {
	return nil, errors.New("no named pipes in this build")
}
GO
cat > "$src/github.com/rclone/rclone/lib/buildinfo/osversion_windows.go" <<'GO'
package buildinfo

import "runtime"

// GetOSVersion does without gopsutil, whose half for Windows needs a package that Debian does not have.
func GetOSVersion() (osVersion, osKernel string) { return "windows", runtime.GOARCH }
GO
GO111MODULE=off GOFLAGS='' GOPATH=$PWD/gopath:/usr/share/gocode GOCACHE=$PWD/gocache GOTOOLCHAIN=local \
  GOOS=windows GOARCH=amd64 CGO_ENABLED=0 \
  nice -n 15 go build -trimpath -ldflags '-s -w' -o rclone.exe github.com/rclone/rclone
mv rclone.exe "$work/rclone.exe"
