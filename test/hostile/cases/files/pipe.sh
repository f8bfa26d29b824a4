# what: leaves named pipes that a reader would hang on
# expect: system-call|refused a named pipe
mkfifo pipe
rm kept.txt
mkfifo kept.txt
