package campaigntest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cluster is a PostgreSQL server of our own, that can be stopped and started.
type cluster struct {
	t    testing.TB
	bin  string
	dir  string
	port int
	as   *syscall.Credential // PostgreSQL refuses to run as root
}

// newCluster starts a server of its own; it skips the test where PostgreSQL is not installed.
func newCluster(t testing.TB) *cluster {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	if err != nil || len(found) == 0 {
		t.Skip("PostgreSQL's server is not installed")
	}
	dir, err := os.MkdirTemp("", "briefbot-cluster")
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{t: t, bin: filepath.Dir(found[len(found)-1]), dir: dir}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if os.Getuid() == 0 {
		c.as = c.unprivileged()
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.port = l.Addr().(*net.TCPAddr).Port
	l.Close()
	c.run("initdb", "-D", c.data(), "-U", "postgres", "--auth=trust", "--no-sync")
	c.start()
	t.Cleanup(func() { c.stop("immediate") })
	return c
}

// unprivileged is the user that Debian's package makes, or nobody, and the owner of the server's directory.
func (c *cluster) unprivileged() *syscall.Credential {
	c.t.Helper()
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			c.t.Skip("there is no user to run PostgreSQL as")
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err != nil || err2 != nil {
		c.t.Fatal(err, err2)
	}
	if err := os.Chown(c.dir, uid, gid); err != nil {
		c.t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *cluster) run(name string, args ...string) {
	c.t.Helper()
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir, cmd.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: c.as}
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.t.Fatalf("%s: %v: %s", name, err, out)
	}
}

func (c *cluster) start() {
	c.t.Helper()
	options := fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=60", c.port)
	c.run("pg_ctl", "-D", c.data(), "-w", "-t", "60", "-l", filepath.Join(c.dir, "log"), "-o", options, "start")
}

// stop stops the server: "fast" ends its connections, "immediate" is a crash.
func (c *cluster) stop(mode string) {
	c.t.Helper()
	if _, err := os.Stat(filepath.Join(c.data(), "postmaster.pid")); err != nil {
		return
	}
	c.run("pg_ctl", "-D", c.data(), "-w", "-t", "60", "-m", mode, "stop")
}

func (c *cluster) address() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", c.port)
}

// TestDatabaseRestarts crashes and restarts the database of two replicas amid their digests, while they are killed and stopped as well.
func TestDatabaseRestarts(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server of its own")
	}
	t.Parallel()
	server := newCluster(t)
	w := newWorld(t, server.address(), 2, usual, 1)
	restarts := 0
	done := campaign{kills: *kills / 2, stops: true, database: func() {
		mode := "fast"
		if restarts++; restarts%2 == 0 {
			mode = "immediate"
		}
		server.stop(mode)
		time.Sleep(time.Duration(w.dice.Int64N(int64(300 * time.Millisecond))))
		server.start()
	}}.run(w)
	w.verdict(done)
	t.Logf("the database was restarted %d times", restarts)
	if restarts == 0 {
		t.Error("the database was never restarted")
	}
	if log := w.log.String(); !strings.Contains(log, "the server") {
		t.Error("no log line tells of the server's trouble")
	}
}
