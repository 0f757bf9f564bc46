// Greets, and says for which machine it was compiled.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	fmt.Printf("hello from a program for %s/%s\n", runtime.GOOS, runtime.GOARCH)
}
