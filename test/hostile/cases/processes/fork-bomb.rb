# what: forks in a loop and waits for nobody
# expect: processes
# seconds: 10
loop { fork { sleep } }
