// Promrules reads rule files as Prometheus does and prints a line for each mistake in them.
package main

import (
	"fmt"
	"os"

	"github.com/prometheus/prometheus/model/rulefmt"
)

func main() {
	for _, file := range os.Args[1:] {
		_, mistakes := rulefmt.ParseFile(file, false)
		for _, mistake := range mistakes {
			fmt.Println(mistake)
		}
	}
}
