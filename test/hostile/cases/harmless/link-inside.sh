# what: a link inside the workspace, used and removed
# expect: fine
# says: kept
ln -s kept.txt link
cat link
rm link
