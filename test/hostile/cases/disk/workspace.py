# what: fills the workspace
# expect: disk
# sample: yes
with open("/workspace/fill", "wb") as file:
    while True:
        file.write(b"x" * 1024 * 1024)
