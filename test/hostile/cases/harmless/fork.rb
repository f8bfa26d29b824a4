# what: forks three children and waits for them
# expect: fine
# says: 0 1 2
pids = Array.new(3) { |n| fork { exit n } }
puts pids.map { |pid| Process.wait2(pid)[1].exitstatus }.sort.join(' ')
