package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// pageSize is about that of an application with some thirty histograms.
const pageSize = 30 << 10

// upstream answers at once: HTTP on the first port, with a metrics page at /metrics, the same over TLS
// on the second, and gRPC on the third. The last argument is the file that it writes its certificate to.
func upstream(args []string) {
	page := []byte(metricsPage())
	ok := []byte("ok")
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/metrics" {
			w.Write(page)
		} else {
			w.Write(ok)
		}
	})
	if len(args) > 1 {
		go serveTLS(args[1], args[3], handler)
		go serveGRPC(args[2])
	}
	panic(http.ListenAndServe("127.0.0.1:"+args[0], handler))
}

func metricsPage() string {
	var page strings.Builder
	for i := 0; page.Len() < pageSize; i++ {
		fmt.Fprintf(&page, "request_duration_%d_seconds_bucket{method=\"GET\",path=\"/api/v1\",le=\"%d\"} %d\n", i/12, i%12, i*3)
	}
	page.WriteString("jobs_done_total{queue=\"mail\"} 7\n")
	return page.String()
}

func serveTLS(port, file string, handler http.Handler) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	if err := os.WriteFile(file, text, 0o644); err != nil {
		panic(err)
	}
	server := http.Server{
		Addr:    "127.0.0.1:" + port,
		Handler: handler,
		TLSConfig: &tls.Config{
			Certificates: []tls.Certificate{{Certificate: [][]byte{certificate}, PrivateKey: key}},
		},
	}
	panic(server.ListenAndServeTLS("", ""))
}

func serveGRPC(port string) {
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		panic(err)
	}
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, health.NewServer())
	panic(server.Serve(listener))
}
