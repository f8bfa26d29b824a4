# what: leaves more files than are kept
# expect: refused more than
# seconds: 30
for n in range(6000):
    with open(f"f{n}", "w") as file:
        file.write("x")
