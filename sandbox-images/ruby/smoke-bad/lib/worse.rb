# frozen_string_literal: true

# Shows each tool what it is there for.
module Worse
  def self.run(command)
      unused = 1
    eval(command)
  end

  def self.double(number)
    number * 2
  end
end
