# what: looks whether bits of root would give rights
# expect: inside
grep -q '^NoNewPrivs:.1$' /proc/self/status || echo "BREACH $(grep ^NoNewPrivs /proc/self/status)"
