# what: answers TERM with more sleep
# expect: time
# seconds: 2
%w[TERM INT HUP].each { |name| trap(name) { sleep 1000 } }
sleep
