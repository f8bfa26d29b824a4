# frozen_string_literal: true

# What the smoke project does: enough to be linted, tested and measured.
module Greeting
  def self.greet(name)
    raise ArgumentError, 'a name is needed' if name.empty?

    "Hello, #{name}!"
  end
end
