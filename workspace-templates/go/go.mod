module template-name

go 1.22
