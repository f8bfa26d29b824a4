# what: prints lines without end
# expect: output
# sample: yes
# seconds: 60
yes
