# Loaded before the tests: writes JUnit XML and lcov to /tmp when minitest is done.
require 'coverage'
require 'rexml/document'
Coverage.start
require 'minitest'

# One testcase a result.
class SandboxReport < Minitest::AbstractReporter
  def initialize
    super
    @results = []
  end

  def record(result)
    @results << result
  end

  def passed?
    true
  end

  def report
    document = REXML::Document.new
    suite = document.add_element('testsuites').add_element('testsuite', 'name' => 'minitest')
    @results.each { |result| add(suite, result) }
    File.write('/tmp/mw-junit.xml', document.to_s)
    write_lcov
  end

  private

  def add(suite, result)
    file, line = result.source_location
    element = suite.add_element('testcase', 'classname' => result.klass, 'name' => result.name, 'time' => format('%.3f', result.time))
    element.add_attribute('file', file)
    element.add_attribute('line', (line - 1).to_s)
    return element.add_element('skipped') if result.skipped?

    failure = result.failure or return
    body = element.add_element('failure', 'message' => failure.message)
    body.text = "#{failure.location}: #{failure.message}"
  end

  def write_lcov
    File.open('/tmp/mw-lcov.info', 'w') do |out|
      Coverage.result.each do |path, lines|
        next if !path.start_with?('/workspace/') || path.match?(%r{/(test|spec)/})

        counts = lines.compact
        out.puts "SF:#{path}", "LF:#{counts.size}", "LH:#{counts.count(&:positive?)}", 'end_of_record'
      end
    end
  end
end

Minitest.extensions << 'sandbox'
# Minitest calls this by its name.
def Minitest.plugin_sandbox_init(_options)
  reporter << SandboxReport.new
end
