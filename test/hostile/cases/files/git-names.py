# what: writes .git in spellings that other systems take for it
# expect: refused .git component
import os

for name in (".GIT", ".Git", "git~1", ".git ", ".git.", ".g\u200cit", "vendor/x/.git"):
    os.makedirs(f"{name}/hooks", exist_ok=True)
    with open(f"{name}/hooks/post-checkout", "w") as file:
        file.write("#!/bin/sh\ntouch /tmp/owned\n")
