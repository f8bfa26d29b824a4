# what: becomes root by a system call
# expect: system-call
Process::Sys.setuid(0)
puts 'BREACH'
