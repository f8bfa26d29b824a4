# what: puts a link to a file of the system where the report is
# mode: verdict
# path: tests/test_fake.py
# expect: verdict report-unreadable
import atexit
import os

REPORT = "/tmp/mw-junit.xml"


def forge():
    os.unlink(REPORT)
    os.symlink("/etc/passwd", REPORT)


def test_fails():
    atexit.register(forge)
    raise AssertionError("it does not work")
