# what: a test that never ends
# mode: verdict
# path: tests/test_fake.py
# expect: verdict timeout
# seconds: 10
import time


def test_waits():
    while True:
        time.sleep(1)
