# what: seeks to the end of a terabyte and writes there
# expect: file-size
File.open('/workspace/far', 'wb') do |file|
  file.seek(1 << 40)
  file.write('x')
  file.flush
end
