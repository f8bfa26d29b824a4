# what: a test that floods the output
# mode: verdict
# path: test/test_fake.rb
# expect: verdict output_cut
require 'minitest/autorun'

class TestFake < Minitest::Test
  def test_floods
    loop { puts 'x' * 10_000 }
  end
end
