# what: files that begin with a dot
# expect: fine
printf 'node_modules\n' >.gitignore
printf 'root = true\n' >.editorconfig
mkdir -p .config && echo x >.config/settings
ls -A | wc -l
