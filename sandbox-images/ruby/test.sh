#!/bin/sh
# Runs every test file in one process, with coverage; minitest's own exit code counts.
set -eu
rm -f /tmp/mw-junit.xml /tmp/mw-lcov.info
cd /workspace
find . \( -name 'test_*.rb' -o -name '*_test.rb' \) ! -path './vendor/*' | sort >/tmp/tests.txt
exec ruby -I lib -I test -r /opt/sandbox/report.rb -e 'File.readlines("/tmp/tests.txt", chomp: true).each { |file| require File.expand_path(file) }; require "minitest/autorun"'
