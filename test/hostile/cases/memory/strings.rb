# what: keeps strings without end
# expect: memory
# seconds: 30
kept = []
loop { kept << 'x' * (32 * 1024 * 1024) }
