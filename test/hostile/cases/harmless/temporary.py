# what: temporary files and folders
# expect: fine
# says: True
import tempfile

with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as file:
    file.write(b"x" * 1_000_000)
    print(folder.startswith("/tmp/"))
