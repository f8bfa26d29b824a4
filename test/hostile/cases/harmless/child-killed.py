# what: ends its own child
# expect: fine
# says: ended -9
import subprocess

child = subprocess.Popen(["sleep", "60"])
child.kill()
print("ended", child.wait())
