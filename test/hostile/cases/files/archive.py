# what: leaves an archive whose entries climb out of any folder
# expect: inside
# holds: an archive is only bytes: nothing of the engine unpacks it
# after: [ ! -e /tmp/owned ] || echo BREACH
import io
import tarfile

with tarfile.open("evil.tar", "w") as archive:
    for name, kind, link in (("../../../tmp/owned", tarfile.REGTYPE, ""), ("/tmp/owned", tarfile.REGTYPE, ""), ("l", tarfile.SYMTYPE, "/etc"), ("d", tarfile.CHRTYPE, "")):
        entry = tarfile.TarInfo(name)
        entry.type = kind
        entry.linkname = link
        archive.addfile(entry, io.BytesIO(b""))
