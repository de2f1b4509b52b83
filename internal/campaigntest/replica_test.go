package campaigntest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary builds the program with what a campaign may change, once, and returns its path.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "briefbot-campaign")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "briefbot")
	out, err := exec.Command("go", "build", "-tags", "campaign", "-o", path, "briefbot/cmd/briefbot").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// trial is what the program is told to do otherwise; see cmd/briefbot/campaign.go.
type trial struct {
	Lease, Settle, Pace, Retry, MostWait, Idle, Look time.Duration
	Clock                                            string
	Point                                            string
	Times                                            int
	Marks                                            string
	Pragmas                                          []string
}

// usual are the durations of the protocol in a campaign: thirty times shorter than in earnest, in the same order.
var usual = trial{
	Lease: 2 * time.Second, Settle: 150 * time.Millisecond, Pace: 20 * time.Millisecond, Retry: 20 * time.Millisecond, MostWait: 500 * time.Millisecond,
	Idle: 50 * time.Millisecond, Look: 50 * time.Millisecond,
}

// replica is one process of the program, which is started again after each death.
type replica struct {
	t      testing.TB
	config string // its file
	trial  trial
	log    *journal

	cmd    *exec.Cmd
	ended  chan error
	killed bool
	ready  chan struct{}
	starts []time.Duration // from the start until it serves
}

// start starts the process, if none is running.
func (r *replica) start() {
	r.t.Helper()
	if r.cmd != nil {
		return
	}
	path, err := binary()
	if err != nil {
		r.t.Fatal(err)
	}
	setup, err := json.Marshal(r.trial)
	if err != nil {
		r.t.Fatal(err)
	}
	r.cmd = exec.Command(path, "run", "--config", r.config)
	r.cmd.Env = append(os.Environ(), "BRIEFBOT_CAMPAIGN="+string(setup))
	out, err := r.cmd.StderrPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	begin := time.Now()
	if err := r.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.killed, r.ended, r.ready = false, make(chan error, 1), make(chan struct{})
	go r.follow(r.cmd, out, begin, r.ready, r.ended)
}

// follow keeps what the process logs, notes when it serves, and waits for its end.
func (r *replica) follow(cmd *exec.Cmd, out io.Reader, begin time.Time, ready chan struct{}, ended chan error) {
	lines := bufio.NewReader(out)
	told := false
	for {
		line, err := lines.ReadString('\n')
		r.log.add(line)
		if !told && strings.Contains(line, `msg="briefbot runs"`) {
			told = true
			r.starts = append(r.starts, time.Since(begin))
			close(ready)
		}
		if err != nil {
			break
		}
	}
	ended <- cmd.Wait()
}

// signal sends the process a signal.
func (r *replica) signal(s syscall.Signal) {
	if r.cmd != nil {
		_ = r.cmd.Process.Signal(s)
	}
}

// kill kills the process and waits until it is gone. It fails the test when the process had ended by itself.
func (r *replica) kill() {
	r.t.Helper()
	if r.cmd == nil {
		return
	}
	select {
	case err := <-r.ended:
		r.reap(err)
	default:
		r.signal(syscall.SIGKILL)
		<-r.ended
	}
	r.cmd = nil
}

// reap takes note of a process that ended without being told to: by its own hand at a named point, or as a failure.
func (r *replica) reap(err error) {
	r.t.Helper()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return
	}
	r.t.Errorf("the program ended by itself: %v\n%s", err, strings.Join(r.log.said(), "\n"))
}

// died reports whether the process has ended, and takes note of how.
func (r *replica) died() bool {
	r.t.Helper()
	if r.cmd == nil {
		return true
	}
	select {
	case err := <-r.ended:
		r.reap(err)
		r.cmd = nil
		return true
	default:
		return false
	}
}

// journal keeps what all processes log.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) add(line string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.b.WriteString(line)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

func (j *journal) tail(n int) string {
	lines := strings.Split(strings.TrimSpace(j.String()), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// said returns the lines in which processes told why they ended.
func (j *journal) said() []string {
	var out []string
	for line := range strings.Lines(j.String()) {
		if strings.HasPrefix(line, "briefbot: ") {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}
