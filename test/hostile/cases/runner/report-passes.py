# what: writes a report in which everything passed, after its own failed
# mode: verdict
# path: tests/test_fake.py
# expect: verdict exit-code|verdict sandbox-killed
import atexit

REPORT = "/tmp/mw-junit.xml"


def forge():
    with open(REPORT, "w") as file:
        file.write('<testsuites><testsuite name="s"><testcase classname="tests" name="test_ok"/></testsuite></testsuites>')


def test_fails():
    atexit.register(forge)
    raise AssertionError("it does not work")
