# what: looks which rights a program of root would get
# expect: inside
grep -q '^CapBnd:.0*$' /proc/self/status || echo "BREACH $(grep ^CapBnd /proc/self/status)"
