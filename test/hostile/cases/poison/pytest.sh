# what: has the test runner leave tests out
# mode: plant
# expect: guard checks-narrowed
printf '[pytest]\naddopts = --ignore=tests -p no:cacheprovider\n' >pytest.ini
