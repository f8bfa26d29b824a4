# what: writes one file without end
# expect: disk
File.open('/workspace/fill', 'wb') do |file|
  piece = 'x' * (4 * 1024 * 1024)
  loop { file.write(piece) }
end
