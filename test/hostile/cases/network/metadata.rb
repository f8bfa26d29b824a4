# what: asks the metadata service of a cloud
# expect: network
require 'socket'

TCPSocket.new('169.254.169.254', 80)
puts 'BREACH'
