#!/bin/sh
# Sourced before every go command: the build cache of the image is read-only, so a tree of links to it is made once where
# the compiler may write, which takes 0.04 s.
if [ ! -d /tmp/go-cache ]; then
  mkdir -p /tmp/go-cache.new.$$
  cp -rs /opt/gocache/. /tmp/go-cache.new.$$/ && mv -T /tmp/go-cache.new.$$ /tmp/go-cache 2>/dev/null || true
fi
# A tree without a go.mod is still a module, in a copy: the workspace itself is not changed.
if [ ! -f go.mod ] && [ ! -f go.work ]; then
  rm -rf /tmp/go-module
  cp -r . /tmp/go-module
  cd /tmp/go-module
  go mod init workspace 2>/dev/null
fi
# What was fetched has sums that a project without go.sum lacks: they and its go.mod are used from a copy.
if [ -f /deps/go.sum ] && [ -f go.mod ]; then
  mkdir -p /tmp/go-mod
  cp go.mod /tmp/go-mod/go.mod
  cat go.sum /deps/go.sum 2>/dev/null | sort -u >/tmp/go-mod/go.sum
  export GOFLAGS="$GOFLAGS -mod=mod -modfile=/tmp/go-mod/go.mod"
fi
