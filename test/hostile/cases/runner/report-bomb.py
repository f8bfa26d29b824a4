# what: writes a report whose entities grow to gigabytes
# mode: verdict
# path: tests/test_fake.py
# expect: verdict report-unreadable
import atexit

LEVELS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


def forge():
    with open("/tmp/mw-junit.xml", "w") as file:
        file.write(f'<!DOCTYPE t [<!ENTITY e0 "lol">{LEVELS}]><testsuites><testsuite><testcase name="&e11;"/></testsuite></testsuites>')


def test_fails():
    atexit.register(forge)
