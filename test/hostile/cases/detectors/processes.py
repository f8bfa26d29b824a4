# what: starts 400 children
# expect: processes
# seconds: 20
import subprocess

children = [subprocess.Popen(["sleep", "60"]) for _ in range(400)]
print("BREACH", len(children))
