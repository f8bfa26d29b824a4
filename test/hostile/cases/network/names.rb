# what: asks for a name
# expect: network
require 'socket'

puts "BREACH #{Addrinfo.getaddrinfo('attacker.example.com', 443)}"
