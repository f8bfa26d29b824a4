# Fetches the gems that the Gemfile asks for, and what these need, into /deps/gems. The Gemfile is read as text and never run, and
# gems are unpacked without being built: no code of the project or of a gem runs here.
require 'rubygems/dependency_installer'

# A gem whose extensions must be compiled would run its own code for that.
module NothingIsBuilt
  def build_extensions
    return if spec.extensions.empty?

    raise Gem::InstallError, "#{spec.full_name} has to be compiled, which would run its code. Take a version with compiled files for #{Gem::Platform.local}, or another gem."
  end
end
Gem::Installer.prepend(NothingIsBuilt)

GEM_LINE = /^\s*gem[ (]+(?<quote>['"])(?<name>[A-Za-z0-9._-]{1,100})\k<quote>(?<rest>.*)$/
# `    name (1.2.3)` or `    name (1.2.3-x86_64-linux)` below `specs:`.
LOCKED = /^ {4}(?<name>[A-Za-z0-9._-]{1,100}) \((?<version>[0-9A-Za-z.]{1,60})(?:-[^)]*)?\)$/

def named(gemfile)
  abort 'Gemfile: a gemspec is code of the project; name its gems in the Gemfile.' if gemfile.match?(/^\s*gemspec\b/)
  gemfile.each_line.filter_map do |line|
    found = GEM_LINE.match(line) or next
    abort "Gemfile: #{found[:name]} comes from elsewhere than the registry." if found[:rest].match?(/\b(?:git|github|gist|path|source)(?:\s*=>|:)/)
    [found[:name], found[:rest].scan(/\G\s*,\s*['"]([^'"]{1,100})['"]/).flatten]
  end
end

# What the lock file pins, all of it: then nothing is left to be chosen.
def locked(lock)
  lock.each_line.filter_map { |line| LOCKED.match(line) }.map { |found| [found[:name], ["= #{found[:version]}"]] }.uniq
end

wanted = named(File.read('/workspace/Gemfile', encoding: 'UTF-8'))
wanted = locked(File.read('/workspace/Gemfile.lock', encoding: 'UTF-8')) if File.exist?('/workspace/Gemfile.lock')
missing = wanted.reject { |name, versions| Gem::Specification.find_all_by_name(name, *versions).any? }
exit if missing.empty?

begin
  Gem.sources = ['https://rubygems.org']
  set = Gem::RequestSet.new(*missing.map { |name, versions| Gem::Dependency.new(name, *versions) })
  set.resolve
  set.install(install_dir: '/deps/gems', bin_dir: '/deps/gems/bin', document: [], user_install: false, env_shebang: true)
rescue Gem::Exception, ArgumentError => e
  abort "#{e.class}: #{e.message}"
end
