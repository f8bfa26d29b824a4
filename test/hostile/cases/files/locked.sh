# what: locks its files and the workspace itself
# expect: inside
# holds: what is locked is unlocked before it is read
# after: echo still works >again
mkdir src
echo x >src/a
chmod 000 src/a src kept.txt .
