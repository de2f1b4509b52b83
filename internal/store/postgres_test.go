package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"briefbot/internal/store/storetest"
)

// with returns an address with a parameter of sessions set.
func with(t *testing.T, address, key, value string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// refusing is a server that answers every connection with one error, and returns its host and port.
func refusing(t *testing.T, code, message string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			back := pgproto3.NewBackend(conn, conn)
			if _, err := back.ReceiveStartupMessage(); err == nil {
				back.Send(&pgproto3.ErrorResponse{Severity: "FATAL", Code: code, Message: message})
				_ = back.Flush()
			}
			conn.Close()
		}
	}()
	return l.Addr().String()
}

// said is what a program says that cannot use a database: of opening it and of looking at it.
func said(t *testing.T, address string) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	s, err := Open(ctx, address)
	if err == nil {
		s.Close()
		t.Fatal("it was opened")
	}
	_, looking := Look(ctx, address)
	if looking == nil {
		t.Fatal("nothing was seen to be wrong")
	}
	return []string{err.Error(), looking.Error()}
}

func TestRefusalsAreOneSentence(t *testing.T) {
	for _, c := range []struct{ code, message, want string }{
		{"28P01", `password authentication failed for user "bot"`, "refuses the user or the password; check them in database.url"},
		{"28000", `no pg_hba.conf entry for host`, "pg_hba.conf"},
		{"3D000", `database "briefbot" does not exist`, "no such database; create it"},
		{"42501", `permission denied for database "briefbot"`, "lacks rights"},
		{"53300", `sorry, too many clients already`, "max_connections"},
		{"57P03", "the database system\nis starting up", "goes on by itself"},
		{"0A000", `something rare`, "something rare (SQLSTATE 0A000)"},
	} {
		address := "postgres://bot:hunter2@" + refusing(t, c.code, c.message) + "/briefbot?sslmode=disable"
		for _, says := range said(t, address) {
			if !strings.Contains(says, c.want) || strings.Contains(says, "\n") || strings.Contains(says, "hunter2") || !strings.HasPrefix(says, "database briefbot on 127.0.0.1:") {
				t.Errorf("%s: %s", c.code, says)
			}
		}
	}
}

func TestUnreachableServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	for _, mode := range []string{"disable", "prefer", "require"} {
		for _, says := range said(t, "postgres://bot:hunter2@"+l.Addr().String()+"/briefbot?sslmode="+mode) {
			if !strings.Contains(says, "cannot be reached; is it running") || !strings.Contains(says, "refused") || strings.Contains(says, "\n") || strings.Contains(says, "hunter2") {
				t.Errorf("%s: %s", mode, says)
			}
		}
	}
}

// TestPasswordIsNeverShown has addresses that are wrong in ways that move a password to where it does not look like one.
func TestPasswordIsNeverShown(t *testing.T) {
	for _, address := range []string{
		"postgres://bot:hunter2@127.0.0.1:1/briefbot?connect_timeout=1",
		"postgres://bot:hunter2@127.0.0.1:port/briefbot",
		"postgres://bot:hunter2@[::1/briefbot",
		"postgres://bot:%zzhunter2@127.0.0.1:1/briefbot",
		"postgres://bot:hunter2/x@127.0.0.1:1/briefbot",
		"postgres://bot:12/hunter2@127.0.0.1:1/briefbot",
		"postgres://bot:12#hunter2@127.0.0.1:1/briefbot",
		"postgres://bot:12?hunter2@127.0.0.1:1/briefbot",
		"postgres://bot:hunter2#@127.0.0.1:1/briefbot",
		"postgres://bot:hunter2@127.0.0.1:1/briefbot?sslmode=hunter2",
		"postgres://127.0.0.1:1/briefbot?user=bot&password=hunter2",
		"postgres://127.0.0.1:1/briefbot?password=hunter2&sslmode=what",
		"postgres://bot:hunter2@127.0.0.1:1/briefbot?sslrootcert=/nowhere.pem&sslmode=verify-full",
		"postgresql://bot:hunter2@no-such-host.invalid/briefbot",
		"postgres://bot:hunter2 @127.0.0.1:1/brief bot",
		"postgres://bot:hunter2\n@127.0.0.1:1/briefbot",
	} {
		for _, says := range said(t, address) {
			if strings.Contains(says, "hunter2") || strings.Contains(says, "\n") {
				t.Errorf("%s is answered with %s", address, says)
			}
		}
		_, err := Open(context.Background(), address)
		for e := err; e != nil; e = errors.Unwrap(e) {
			if text := fmt.Sprintf("%v %s %q", e, e, e); strings.Contains(text, "hunter2") {
				t.Errorf("%s has the cause %s", address, text)
			}
		}
	}
}

func TestLook(t *testing.T) {
	address := storetest.Postgres(t)
	ctx := context.Background()
	before, err := Look(ctx, address)
	if err != nil || before.Tables != 0 || before.Server == "" || before.Latency <= 0 || before.Latency > 5*time.Second {
		t.Errorf("an empty database: %+v, %v", before, err)
	}
	if again, err := Look(ctx, address); err != nil || again.Tables != 0 {
		t.Errorf("looking made tables: %+v, %v", again, err)
	}
	known, err := provider(open(t, address).db)
	if err != nil {
		t.Fatal(err)
	}
	if after, err := Look(ctx, address); err != nil || after.Tables != newest(known) {
		t.Errorf("with tables: %+v, %v", after, err)
	}
	storetest.Exec(t, address, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`)
	if _, err := Look(ctx, address); err == nil || !strings.Contains(err.Error(), "newer briefbot") {
		t.Errorf("tables of a newer briefbot: %v", err)
	}
}

// TestMissingThings asks a real server for what it does not have.
func TestMissingThings(t *testing.T) {
	address := storetest.Postgres(t)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	other := *u
	other.Path = "/briefbot_is_not_here"
	for _, says := range said(t, other.String()) {
		if !strings.Contains(says, "no such database; create it") {
			t.Errorf("a database that is missing: %s", says)
		}
	}
	for _, says := range said(t, with(t, address, "search_path", "briefbot_is_not_here")) {
		if !strings.Contains(says, "no schema to keep tables in") {
			t.Errorf("a schema that is missing: %s", says)
		}
	}
	schema := u.Query().Get("search_path")
	role := schema + "_reader"
	storetest.Exec(t, address, "CREATE ROLE "+role+" LOGIN PASSWORD 'hunter2'")
	defer storetest.Exec(t, address, "DROP ROLE "+role)
	storetest.Exec(t, address, "GRANT USAGE ON SCHEMA "+schema+" TO "+role)
	defer storetest.Exec(t, address, "DROP OWNED BY "+role)
	reader := *u
	reader.User = url.UserPassword(role, "hunter2")
	for _, says := range said(t, reader.String()) {
		if !strings.Contains(says, "lacks rights") || strings.Contains(says, "hunter2") {
			t.Errorf("no right to make tables: %s", says)
		}
	}
	open(t, address)
	storetest.Exec(t, address, "GRANT SELECT ON ALL TABLES IN SCHEMA "+schema+" TO "+role)
	if _, err := Look(context.Background(), reader.String()); err == nil || !strings.Contains(err.Error(), "lacks rights") {
		t.Errorf("no right to write: %v", err)
	}
}

// TestForeignTexts has feeds bring what PostgreSQL refuses: NUL, bytes that are no UTF-8, and keys longer than an index takes.
func TestForeignTexts(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		var long strings.Builder
		random := rand.New(rand.NewPCG(1, 2))
		for range 3000 {
			long.WriteByte(byte('a' + random.IntN(26)))
		}
		for _, in := range []Item{
			item("https://a.example/nul\x00", "id\x00", "A title\x00 with NUL", noon),
			item("https://a.example/\xff", "id\xff", "latin \xe9", noon),
			item("https://a.example/"+long.String(), long.String(), "Long", noon),
			item("", long.String()+"2", "Long and without an address", noon),
		} {
			for i, want := range []int{1, 0} {
				added, err := s.Articles.Add(ctx, noon, []Item{in})
				if err != nil || len(added) != want {
					t.Errorf("%.40q, time %d: %d added, %v", in.Article.Title, i, len(added), err)
				}
			}
		}
	})
}

// TestServerClosesConnections holds that a server that restarts between two statements is not noticed.
func TestServerClosesConnections(t *testing.T) {
	address := with(t, storetest.Postgres(t), "application_name", "briefbot-cut-"+t.Name())
	s := open(t, address)
	planned(t, s, delivery(0))
	storetest.Exec(t, address, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()`)
	deadline := time.Now().Add(10 * time.Second)
	failures := 0
	for time.Now().Before(deadline) {
		d, ok, err := s.Deliveries.NextAt(context.Background(), "slack:T1/C1", noon)
		if err == nil && ok {
			if won, err := claim(t, s, d); !won || err != nil {
				t.Errorf("claimed %v, %v", won, err)
			}
			break
		}
		failures++
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Fatalf("%v %v", ok, err)
		}
	}
	if failures > connections {
		t.Errorf("%d statements failed after the server closed the connections", failures)
	}
}

// TestStoppedReplicaIsPassed has a replica stop in the middle of a transaction: the server ends it, and others go on.
func TestStoppedReplicaIsPassed(t *testing.T) {
	address := storetest.Postgres(t)
	stopped, other := open(t, with(t, address, "idle_in_transaction_session_timeout", "300ms")), open(t, address)
	ctx := context.Background()
	begun, err := stopped.db.write.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := begun.ExecContext(ctx, stopped.db.lock, deliveryTables); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	planned(t, other, delivery(0))
	if waited := time.Since(begin); waited < 200*time.Millisecond || waited > 10*time.Second {
		t.Errorf("it waited %v for the stopped replica", waited)
	}
	if err := begun.Commit(); err == nil {
		t.Error("the stopped replica committed what the server had ended")
	}
	if has, err := stopped.Deliveries.HasRun(ctx, "slack:T1", "m", "2026-03-29T09:00", "Europe/Paris", "slack:T1/C1"); !has || err != nil {
		t.Errorf("the stopped replica goes on: %v, %v", has, err)
	}
}
