# what: raises the limits of its own process
# expect: system-call
Process.setrlimit(Process::RLIMIT_NOFILE, 1_000_000, 1_000_000)
puts 'BREACH'
