#!/bin/sh
# Starts the service of a deployment: compiled into /tmp, then this process becomes it. `start.sh ./cmd/server` names its package.
set -eu
export CGO_ENABLED=0 GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-buildvcs=false GOPATH=/tmp/go GOMODCACHE=/deps/mod GOCACHE=/tmp/go-cache GOTMPDIR=/tmp
. /opt/sandbox/prepare.sh
go build -o /tmp/service "${1:-.}"
exec /tmp/service
