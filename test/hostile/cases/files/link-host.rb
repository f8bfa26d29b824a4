# what: reads a file of the host by its path, straight and through a link
# expect: refused a symbolic link
path = ENV.fetch('HOST_FILE')
File.symlink(path, '/workspace/secret')
[path, '/workspace/secret', "/proc/1/root#{path}"].each do |each|
  puts "BREACH #{File.read(each)}"
rescue SystemCallError
  nil
end
