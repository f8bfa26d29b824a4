# frozen_string_literal: true

require 'minitest/autorun'
require_relative '../lib/greeting'

class TestGreeting < Minitest::Test
  def test_greets_by_name
    assert_equal 'Hello, Ada!', Greeting.greet('Ada')
  end

  def test_refuses_an_empty_name
    assert_raises(ArgumentError) { Greeting.greet('') }
  end
end
