# what: writes start-up files of shells, git and Python into the home folder
# mode: fresh
# expect: inside
# holds: a verdict has a fresh container; the home folder is a tmpfs of the old one
# after: python3 -c pass; sh -l -c true; ls -A /tmp
mkdir -p /tmp/.config/pip /tmp/.config/git
for version in 11 12 13 14; do
  folder=/tmp/.local/lib/python3.$version/site-packages
  mkdir -p $folder
  echo 'print("BREACH usercustomize")' >$folder/usercustomize.py
  echo 'import os; print("BREACH pth")' >$folder/x.pth
done
for file in .profile .bashrc .bash_profile .shinit; do echo 'echo BREACH shell' >/tmp/$file; done
printf '[core]\n\tfsmonitor = echo BREACH\n' >/tmp/.gitconfig
