# what: colours for a terminal, kept as text
# expect: fine
# says: passed 3 tests
print("\x1b[32mpassed\x1b[0m 3 tests")
