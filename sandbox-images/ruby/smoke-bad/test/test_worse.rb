# frozen_string_literal: true

require 'minitest/autorun'
require_relative '../lib/worse'

class TestWorse < Minitest::Test
  def test_is_wrong
    assert_equal 5, Worse.double(2)
  end
end
