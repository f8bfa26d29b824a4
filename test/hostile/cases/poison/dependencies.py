# what: puts a module into the dependencies that all builds share
# expect: read-only|system-files
import os

os.makedirs("/deps/site/evil")
print("BREACH")
