# what: prints escapes that clear the screen, set the title and the clipboard
# expect: cleaned
# says: seen
import sys

sys.stdout.write("\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x1b[H\x1b[31mseen\x1b[0m\x1b[?1049h\x1bP$q\x1b\\\n")
