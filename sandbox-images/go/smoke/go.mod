module smoke

go 1.26
