# what: a test that writes the report itself and ends the run with success
# mode: guard
# path: tests/test_fake.py
# expect: guard report-forged|guard exit-forced
import os


def test_forges():
    with open("/tmp/mw-junit.xml", "w") as file:
        file.write('<testsuites><testsuite name="s"><testcase name="test_ok"/></testsuite></testsuites>')
    os._exit(0)
