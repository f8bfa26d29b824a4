# what: makes packets of its own
# expect: system-call
require 'socket'

Socket.new(:INET, :RAW, 1)
puts 'BREACH'
