# what: text in many scripts
# expect: fine
# says: 世界
puts 'Grüße, 世界, مرحبا, 🙂'
