# what: folders twenty deep
# expect: fine
# says: deep
require 'fileutils'

folder = (['d'] * 20).join('/')
FileUtils.mkdir_p(folder)
File.write("#{folder}/f", 'x')
puts 'deep'
