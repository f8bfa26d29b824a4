# what: puts a pipe where the report is, so that its reader hangs
# mode: verdict
# path: tests/test_fake.py
# expect: verdict report-unreadable
import atexit
import os

REPORT = "/tmp/mw-junit.xml"


def forge():
    os.unlink(REPORT)
    os.mkfifo(REPORT)


def test_fails():
    atexit.register(forge)
    raise AssertionError("it does not work")
