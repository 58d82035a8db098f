package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// cores are the processors this process may run on.
func cores() (list []int) {
	var set unix.CPUSet
	if unix.SchedGetaffinity(0, &set) != nil {
		return nil
	}
	for i := range len(set) * strconv.IntSize {
		if set.IsSet(i) {
			list = append(list, i)
		}
	}
	return list
}

// apart gives a core for the servers and another for the load; false where there is only one.
func apart() (servers, load int, ok bool) {
	all := cores()
	if len(all) < 2 {
		return anyCore, anyCore, false
	}
	return all[0], all[len(all)-1], true
}

func only(core int) *unix.CPUSet {
	var set unix.CPUSet
	set.Set(core)
	return &set
}

// onCore runs act, which starts a process, so that the process runs on the one core.
func onCore(core int, act func() error) error {
	if core == anyCore {
		return act()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		return err
	}
	if err := unix.SchedSetaffinity(0, only(core)); err != nil {
		return err
	}
	defer func() { _ = unix.SchedSetaffinity(0, &before) }()
	return act()
}

// stayOn keeps this process on one core: all threads it has, and those that they start.
func stayOn(core int) error {
	if core == anyCore {
		return nil
	}
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, t := range threads {
		id, err := strconv.Atoi(t.Name())
		if err != nil {
			return err
		}
		if err := unix.SchedSetaffinity(id, only(core)); err != nil && err != unix.ESRCH {
			return fmt.Errorf("keep thread %d on core %d: %w", id, core, err)
		}
	}
	return nil
}

// cpuOf reads the processor clock of a process: to the nanosecond, where /proc/PID/stat counts in
// hundredths of a second.
func cpuOf(pid int) time.Duration {
	const processClock = 2 // CPUCLOCK_SCHED, as clock_getcpuclockid(3) makes it
	var t unix.Timespec
	if unix.ClockGettime(int32(^pid<<3|processClock), &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// rssOf is the memory of a process, in bytes.
func rssOf(pid int) int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

// processor is what the machine calls its processor.
func processor() string {
	raw, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(raw)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
