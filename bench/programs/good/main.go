// Good is what one would write in Go in place of healthcheck: concurrent, without a log, with every
// connection closed.
//
//	good PORT TIMEOUT URL...
//
// In the fragment of a URL, insecure accepts any certificate, ca=FILE trusts those of a file, and
// metric=NAME>NUMBER compares a series of a metrics page.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// A check returns what it found, and an error if the endpoint is not ready.
type check func(context.Context) (string, error)

func main() {
	if os.Args[1] == "upstream" {
		upstream(os.Args[2:])
		return
	}
	timeout, err := strconv.ParseFloat(os.Args[2], 64)
	if err != nil {
		panic(err)
	}
	urls := os.Args[3:]
	checks := make([]check, len(urls))
	for i, text := range urls {
		checks[i] = checkOf(text)
	}
	http.HandleFunc("/self", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "Self: Ready 200")
	})
	http.HandleFunc("/all", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Duration(timeout*float64(time.Second)))
		defer cancel()
		lines := make([]string, len(urls))
		ready := make([]bool, len(urls))
		var wg sync.WaitGroup
		for i, check := range checks {
			wg.Go(func() {
				start := time.Now()
				found, err := check(ctx)
				ready[i] = err == nil
				if err != nil {
					lines[i] = fmt.Sprintf("FAILED  %s  %v (%v)", urls[i], err, time.Since(start))
				} else {
					lines[i] = fmt.Sprintf("ok  %s  %s (%v)", urls[i], found, time.Since(start))
				}
			})
		}
		wg.Wait()
		all := true
		for _, ok := range ready {
			all = all && ok
		}
		if all {
			fmt.Fprintln(w, "All: Ready 200")
		} else {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, "All: Health check failed")
		}
		for _, line := range lines {
			fmt.Fprintln(w, line)
		}
	})
	panic(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}

func checkOf(text string) check {
	address, fragment, _ := strings.Cut(text, "#")
	if target, ok := strings.CutPrefix(address, "grpc://"); ok {
		return checkGRPC(target)
	}
	config := &tls.Config{}
	var metric string
	for option := range strings.SplitSeq(fragment, "&") {
		key, value, _ := strings.Cut(option, "=")
		switch key {
		case "insecure":
			config.InsecureSkipVerify = true
		case "ca":
			config.RootCAs = pool(value)
		case "metric":
			metric = value
		}
	}
	if _, err := url.Parse(address); err != nil {
		panic(err)
	}
	client := &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true, TLSClientConfig: config},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
	return func(ctx context.Context) (string, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return "", err
		}
		response, err := client.Do(request)
		if err != nil {
			return "", err
		}
		defer response.Body.Close()
		if response.StatusCode < 200 || response.StatusCode >= 400 {
			return "", fmt.Errorf("status %d", response.StatusCode)
		}
		if metric != "" {
			return compare(response.Body, metric)
		}
		return fmt.Sprintf("status %d", response.StatusCode), nil
	}
}

// compare reads a metrics page, and compares the sum of a series with a number.
func compare(page io.Reader, metric string) (string, error) {
	name, text, _ := strings.Cut(metric, ">")
	limit, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", err
	}
	var sum float64
	lines := bufio.NewScanner(page)
	for lines.Scan() {
		rest, ok := strings.CutPrefix(lines.Text(), name)
		if !ok || rest == "" || rest[0] != ' ' && rest[0] != '{' {
			continue
		}
		number, err := strconv.ParseFloat(rest[strings.LastIndexByte(rest, ' ')+1:], 64)
		if err != nil {
			return "", err
		}
		sum += number
	}
	if err := lines.Err(); err != nil {
		return "", err
	}
	if sum > limit {
		return fmt.Sprintf("%s is %g", name, sum), nil
	}
	return "", fmt.Errorf("%s is %g", name, sum)
}

func checkGRPC(target string) check {
	return func(ctx context.Context) (string, error) {
		// The default scheme asks a name server for a service configuration each time.
		conn, err := grpc.NewClient("passthrough:///"+target, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			return "", err
		}
		defer conn.Close()
		answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
		if err != nil {
			return "", err
		}
		if answer.Status != grpc_health_v1.HealthCheckResponse_SERVING {
			return "", fmt.Errorf("%v", answer.Status)
		}
		return "SERVING", nil
	}
}

func pool(file string) *x509.CertPool {
	text, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	certificates := x509.NewCertPool()
	certificates.AppendCertsFromPEM(text)
	return certificates
}
