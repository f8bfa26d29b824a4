# what: writes a report of 150 MB
# mode: verdict
# path: tests/test_fake.py
# expect: verdict report-unreadable
import atexit


def forge():
    with open("/tmp/mw-junit.xml", "w") as file:
        file.write("<testsuites><testsuite>" + '<testcase name="t"/>' * 7_500_000 + "</testsuite></testsuites>")


def test_fails():
    atexit.register(forge)
