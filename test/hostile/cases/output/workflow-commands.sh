# what: prints commands that a build log elsewhere would obey
# expect: inside
# holds: output is text everywhere: nothing reads commands from it
# says: ::set-env
printf '::set-env name=PATH::/tmp\n##vso[task.setvariable variable=a]b\n##teamcity[testFinished name=x]\n'
