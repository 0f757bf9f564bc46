// Write a label for each title, once a second. One of them is wrong.
package main

import (
	"fmt"
	"strings"
	"time"
)

var titles = []string{"Dune", " Emma", "Ulysses"}

func label(title string) string {
	letters := strings.ToUpper(title[:3])
	return fmt.Sprintf("%s-%03d", letters, len(title))
}

func main() {
	for turn := 0; ; turn++ {
		fmt.Println(label(titles[turn%len(titles)]))
		time.Sleep(time.Second)
	}
}
