//go:build linux

package site

import (
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// traced are the system calls that change files, and those that answer requests. A question mark
// goes before what not every processor has.
const traced = "openat,?open,?creat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,copy_file_range,sendfile," +
	"fsync,fdatasync,sync_file_range,?unlink,unlinkat,?rename,?renameat,renameat2,?link,linkat"

// tracer has a program run with its system calls recorded to the file number 3. The program is
// the child and strace the grandchild, so that the program can be told to stop.
var tracer = []string{"-D", "-f", "--seccomp-bpf", "-q", "-y", "-xx", "-a1", "-s131072", "-esignal=none", "-etrace=" + traced, "-o/dev/fd/3"}

// needTracer skips where system calls cannot be recorded.
func needTracer(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("a power cut is emulated with strace, which is not here: sudo apt-get install strace")
	}
	try, started, trace := trace(t, "true")
	out, err := try.CombinedOutput()
	started()
	if recorded := <-trace; err != nil || len(recorded) == 0 {
		t.Skipf("a power cut is emulated with strace, which may not trace here: %v: %s", err, out)
	}
}

// startTraced serves a database as startChild does. Once the server has ended, what it did to its
// files can be had from the channel.
func startTraced(t *testing.T, database string, env ...string) (*child, <-chan []byte) {
	t.Helper()
	cmd, started, trace := trace(t, os.Args[0])
	defer started()
	return launch(t, cmd, database, env...), trace
}

// trace makes the command that runs a program and records it. Whoever starts it has to say so;
// the recording comes when it has ended.
func trace(t *testing.T, program string) (cmd *exec.Cmd, started func(), recorded <-chan []byte) {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	all := make(chan []byte, 1)
	go func() {
		held, _ := io.ReadAll(out) // what is missing from it is missed when it is played
		_ = out.Close()
		all <- held
	}()
	cmd = exec.Command("strace", append(slices.Clone(tracer), program)...)
	cmd.ExtraFiles = []*os.File{in}
	return cmd, func() { _ = in.Close() }, all
}

// call is a system call that was recorded.
type call struct {
	name string
	args []string
	path string // the file it is about
	data []byte // what it wrote
	at   int64  // where, or how long it made the file
	took string // its result, or nothing if it never came back
	done bool   // whether the recording has been played to its end
}

// event is a moment of a recording: a call begins, or comes back.
type event struct {
	*call
	end bool
}

// readTrace reads what strace wrote. A line is cut in two where calls of other threads began or
// came back between its beginning and its end.
func readTrace(t *testing.T, trace []byte) (events []event) {
	t.Helper()
	open := map[string]*call{} // by thread
	for line := range strings.Lines(string(trace)) {
		thread, line, _ := strings.Cut(strings.TrimSpace(line), " ")
		line = strings.TrimLeft(line, " ")
		if strings.HasPrefix(line, "+++") { // a thread has ended
			continue
		}
		if !strings.HasPrefix(line, "<... ") {
			open[thread] = begun(line)
			events = append(events, event{open[thread], false})
		}
		c := open[thread]
		if c == nil {
			t.Fatalf("the recording has an end without a beginning: %.200s", line)
		}
		if strings.HasSuffix(line, "<unfinished ...>") {
			continue
		}
		delete(open, thread)
		_, c.took, _ = strings.Cut(line, ") = ")
		events = append(events, event{c, true})
	}
	for _, e := range events {
		if err := e.understand(); err != nil {
			t.Fatalf("%s: %v", e.name, err)
		}
	}
	return events
}

// begun reads the beginning of a call: name(argument, argument.
func begun(line string) *call {
	name, args, _ := strings.Cut(strings.TrimSuffix(line, "<unfinished ...>"), "(")
	args, _, _ = strings.Cut(args, ") = ")
	return &call{name: name, args: strings.Split(strings.TrimRight(args, ", "), ", ")}
}

// understand fills in what a call is about.
func (c *call) understand() (err error) {
	if c.path = pathOf(c.args[0]); c.failed() {
		return nil
	}
	switch c.name {
	case "openat":
		c.path = pathOf(c.took)
	case "unlink":
		c.path = string(unhex(c.args[0]))
	case "unlinkat":
		c.path = string(unhex(c.args[1]))
	case "ftruncate":
		c.at, err = strconv.ParseInt(c.args[1], 10, 64)
	case "write":
		c.data = unhex(c.args[1])
	case "pwrite64":
		c.data = unhex(c.args[1])
		if c.at, err = strconv.ParseInt(c.args[3], 10, 64); err == nil && fmt.Sprint(len(c.data)) != c.args[2] {
			err = fmt.Errorf("%d bytes were recorded of %s", len(c.data), c.args[2])
		}
		if n, odd := strconv.Atoi(c.took); odd == nil {
			c.data = c.data[:min(n, len(c.data))]
		}
	}
	return err
}

// failed tells whether the call came back with an error.
func (c *call) failed() bool { return strings.HasPrefix(c.took, "-1") }

// pathOf is the file of a descriptor: 7<\x2f\x74>. One that has been removed has no path.
func pathOf(descriptor string) string {
	_, path, _ := strings.Cut(descriptor, "<")
	path, ok := strings.CutSuffix(path, ">")
	if !ok {
		return ""
	}
	return string(unhex(path))
}

// unhex reads \x2f\x74, in quotes or not. Of what is not written so, nothing is left.
func unhex(text string) []byte {
	data, err := hex.DecodeString(strings.ReplaceAll(strings.Trim(text, `"`), `\x`, ""))
	if err != nil {
		return nil
	}
	return data
}
