# what: ends the test run with success before a test ran
# mode: verdict
# path: test/test_fake.rb
# expect: verdict report-unreadable
exit!(0)
