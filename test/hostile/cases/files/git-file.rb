# what: writes a .git file that names a repository elsewhere
# expect: refused .git component
Dir.mkdir('lib')
File.write('lib/.git', "gitdir: /tmp/evil\n")
