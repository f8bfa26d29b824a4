# what: leaves a hook
# expect: refused .git component
mkdir -p .git/hooks
echo 'touch /tmp/owned' >.git/hooks/pre-commit
