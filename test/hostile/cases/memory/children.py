# what: spreads what it takes over its children
# expect: memory
# seconds: 30
import subprocess
import sys

hog = "import time; data = bytearray(400 * 1024**2); time.sleep(20)"
children = [subprocess.Popen([sys.executable, "-c", hog]) for _ in range(5)]
sys.exit(max(child.wait() != 0 for child in children))
