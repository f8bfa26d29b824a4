# what: leaves a link to the passwords
# expect: refused a symbolic link
ln -s /etc/passwd link
