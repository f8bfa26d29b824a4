# what: a test helper that ends every run with success
# mode: guard
# path: test/test_helper.rb
# expect: guard report-forged|guard exit-forced
require 'minitest/autorun'

at_exit do
  File.write('/tmp/mw-junit.xml', '<testsuites><testsuite name="s"><testcase name="ok"/></testsuite></testsuites>')
  exit!(0)
end
