# what: starts threads until one is refused
# expect: processes
# seconds: 15
Thread.report_on_exception = false
loop { Thread.new { sleep } }
