package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// localServer is asked when BRIEFBOT_TEST_POSTGRES names no other.
const localServer = "postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable"

// server returns the address of the server to test with, or why there is none. It finds out once.
var server = sync.OnceValues(func() (string, error) {
	address, given := os.LookupEnv("BRIEFBOT_TEST_POSTGRES")
	if !given {
		address = localServer
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, address)
	if err != nil && given {
		return "", fmt.Errorf("BRIEFBOT_TEST_POSTGRES is set, but its server cannot be used: %w", err)
	}
	if err != nil {
		return "", nil // nobody promised one
	}
	return address, conn.Close(ctx)
})

// Postgres returns the address of an empty schema of a PostgreSQL server, which is dropped when the test ends. It skips the test
// when BRIEFBOT_TEST_POSTGRES is unset and this machine has no server that lets the user postgres in.
func Postgres(t testing.TB) string {
	t.Helper()
	address, err := server()
	if err != nil {
		t.Fatal(err)
	}
	if address == "" {
		t.Skip("BRIEFBOT_TEST_POSTGRES is unset and no PostgreSQL on 127.0.0.1:5432 lets the user postgres in")
	}
	schema := "briefbot_test_" + strings.ToLower(rand.Text()[:12])
	Exec(t, address, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { Exec(t, address, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal("BRIEFBOT_TEST_POSTGRES is no address")
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// Exec runs one statement on a connection of its own to a PostgreSQL database.
func Exec(t testing.TB, address, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Ask runs one query on a connection of its own to a PostgreSQL database and returns the only value of its answer as text.
func Ask(t testing.TB, address, query string) (out string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if err := conn.QueryRow(ctx, query).Scan(&out); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}
