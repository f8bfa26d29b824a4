# what: puts a link where the report is
# expect: inside
ln -sf /etc/passwd /tmp/mw-junit.xml
