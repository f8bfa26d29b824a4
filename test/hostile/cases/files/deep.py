# what: makes folders deeper than any path may be
# expect: refused deeper than|refused longer than
import os

for _ in range(300):
    os.mkdir("a" * 20)
    os.chdir("a" * 20)
    open("f", "w").close()
