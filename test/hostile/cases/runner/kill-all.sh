# what: says that all passed and ends everything around it
# expect: killed
# sample: yes
echo all passed
kill -9 -1
