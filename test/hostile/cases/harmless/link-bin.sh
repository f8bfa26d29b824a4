# what: links in node_modules/.bin, as package managers make them
# expect: fine
# says: tool ran
mkdir -p /tmp/app/node_modules/.bin /tmp/app/node_modules/tool
echo 'echo tool ran' >/tmp/app/node_modules/tool/cli.sh
ln -s ../tool/cli.sh /tmp/app/node_modules/.bin/tool
sh /tmp/app/node_modules/.bin/tool
