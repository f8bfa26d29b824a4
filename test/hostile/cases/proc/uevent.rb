# what: has the kernel start a program for every device
# expect: read-only|system-files|absent
File.write('/sys/kernel/uevent_helper', '/tmp/owned')
puts 'BREACH'
