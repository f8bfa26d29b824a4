# mono's coverage XML as lcov: one line an attribute list, methods of the workspace only, without its tests.
/<method / {
  file = ""
  if ($0 ~ /assembly="workspace"/ && match($0, /filename="[^"]+"/)) file = substr($0, RSTART + 10, RLENGTH - 11)
  if (tolower(file) ~ /(^|\/)[^\/]*tests?(\/|\.cs$)/) file = ""
}
file != "" && /<statement / {
  match($0, /counter="[0-9]+"/); counter = substr($0, RSTART + 9, RLENGTH - 10) + 0
  match($0, /line="[0-9]+"/); line = substr($0, RSTART + 6, RLENGTH - 7) + 0
  hits[file, line] += counter
  files[file] = 1
}
END {
  for (file in files) {
    found = hit = 0
    print "SF:" file
    for (key in hits) {
      split(key, part, SUBSEP)
      if (part[1] != file) continue
      print "DA:" part[2] "," hits[key]
      found++
      if (hits[key] > 0) hit++
    }
    print "LF:" found "\nLH:" hit "\nend_of_record"
  }
}
