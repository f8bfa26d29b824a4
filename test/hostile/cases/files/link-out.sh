# what: replaces a file by a link to the passwords of the system
# expect: refused a symbolic link
# sample: yes
rm kept.txt
ln -s /etc/passwd kept.txt
