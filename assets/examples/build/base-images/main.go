// Shelf asks its surroundings for what a program often needs: a user, a clock, certificates.
package main

import (
	"crypto/x509"
	"fmt"
	"os"
	"os/user"
	"time"
)

func main() {
	if account, err := user.LookupId(fmt.Sprint(os.Getuid())); err == nil {
		fmt.Println("user:", account.Username)
	} else {
		fmt.Println("user:", err)
	}
	if zone, err := time.LoadLocation("Asia/Tokyo"); err == nil {
		fmt.Println("time zone:", zone)
	} else {
		fmt.Println("time zone:", err)
	}
	if pool, err := x509.SystemCertPool(); err == nil && !pool.Equal(x509.NewCertPool()) {
		fmt.Println("certificates: found")
	} else {
		fmt.Println("certificates: none")
	}
}
