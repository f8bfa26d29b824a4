# what: floods stdout
# expect: output
# seconds: 60
loop { puts 'x' * 10_000 }
