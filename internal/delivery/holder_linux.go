package delivery

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// machine names the running kernel and the set of process numbers that this process belongs to; empty when they cannot be told.
var machine = sync.OnceValue(func() string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	numbers, err2 := os.Readlink("/proc/self/ns/pid")
	if err != nil || err2 != nil {
		return ""
	}
	return strings.TrimSpace(string(boot)) + "/" + numbers
})

func here() string {
	if machine() == "" {
		return ""
	}
	return fmt.Sprintf("%s/%d", machine(), os.Getpid())
}

func goneFrom(where string) bool {
	number, ok := strings.CutPrefix(where, machine()+"/")
	pid, err := strconv.Atoi(number)
	return machine() != "" && ok && err == nil && pid > 0 && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}
