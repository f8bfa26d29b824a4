# what: has every later Python forge the report
# mode: plant
# expect: guard report-forged|guard exit-forced
with open("sitecustomize.py", "w") as file:
    file.write("""import atexit
import os


def forge():
    open("/tmp/mw-junit.xml", "w").write("<testsuites><testsuite><testcase name='ok'/></testsuite></testsuites>")
    os._exit(0)


atexit.register(forge)
""")
