# what: a test that kills its runner
# mode: verdict
# path: tests/test_fake.py
# expect: verdict killed|verdict report-unreadable
import os


def test_kills():
    os.kill(os.getpid(), 9)
