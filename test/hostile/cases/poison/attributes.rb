# what: has git run a program for every file
# mode: plant
# expect: guard control-file-changed|guard clean
# holds: .gitattributes names a filter; no git of ours has one configured or a work tree
File.write('.gitattributes', "* filter=evil diff=evil merge=evil\n")
File.write('.gitmodules', "[submodule \"x\"]\n\tpath = x\n\turl = --upload-pack=touch /tmp/owned\n")
