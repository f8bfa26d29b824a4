# what: traces the process that watches it
# expect: system-call
require 'fiddle'

ptrace = Fiddle::Function.new(Fiddle.dlopen(nil)['ptrace'], [Fiddle::TYPE_LONG] * 4, Fiddle::TYPE_LONG)
raise SystemCallError.new('ptrace', Fiddle.last_error) if ptrace.call(16, Process.ppid, 0, 0) == -1
puts 'BREACH traced'
