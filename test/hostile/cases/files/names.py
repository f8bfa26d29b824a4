# what: makes names with control characters, backslashes and bytes that are no text
# expect: refused control characters
for name in (b"new\nline", b"bell\x07", b"back\\slash", b"bad\xff", b"C:x", b"tab\t"):
    open(name, "w").close()
