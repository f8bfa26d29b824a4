# what: a second name for a file of the workspace
# expect: fine
# says: kept
import os

os.link("kept.txt", "copy.txt")
print(open("copy.txt").read())
