# what: ends the test run with success before a test ran
# mode: verdict
# path: tests/test_fake.py
# expect: verdict report-unreadable
import os

os._exit(0)
