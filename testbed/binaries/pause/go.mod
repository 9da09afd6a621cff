module dev.onsale/testbed/binaries/pause

go 1.21
