module shelf

go 1.24
