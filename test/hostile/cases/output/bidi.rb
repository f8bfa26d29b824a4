# what: prints marks that reverse what people read, and C1 controls
# expect: cleaned
# says: access
puts "access \u202Egranted\u202C \u2066x\u2069 \u009B31m \u0085"
