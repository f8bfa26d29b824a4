# what: looks whether something may be done, and does without
# expect: fine
# says: False False
import os

print(os.access("/etc/shadow", os.R_OK), os.access("/usr/bin", os.W_OK))
