# what: a server on localhost, asked by name
# expect: fine
# says: hello
require 'socket'

server = TCPServer.new('localhost', 0)
thread = Thread.new { server.accept.tap { |client| client.puts 'hello' }.close }
puts TCPSocket.new('localhost', server.addr[1]).gets
thread.join
