// The cache that Argo CD's parts share, in memory and without a Redis server installed.
package main

import (
	"log"
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// Serves on the address in the first argument until it is killed.
func main() {
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr(os.Args[1]); err != nil {
		log.Fatal(err)
	}
	// Its clock stands still by itself, and nothing would ever expire.
	for range time.Tick(time.Second) {
		server.FastForward(time.Second)
	}
}
