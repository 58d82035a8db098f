package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/cmd/site"
)

// serve is the server that is measured: the real one, put together as the command does it. Only
// the limits are others. Its log is written line by line, and thrown away by the system.
type serve struct {
	Database string
}

// Run serves until its standard input ends, so that it never outlives the bench.
func (c serve) Run(ctx context.Context) error {
	return asChild(ctx, func(ctx context.Context, ln net.Listener) error {
		nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			return errors.Join(err, ln.Close())
		}
		settings := site.Settings{
			Database:  site.Database{Database: c.Database},
			PublicURL: &url.URL{Scheme: "http", Host: ln.Addr().String()},
			SiteName:  "Commonroom",
			Limits:    unlimited,
		}
		s, err := site.Open(ctx, settings)
		if err != nil {
			return errors.Join(err, ln.Close())
		}
		return errors.Join(s.ServeOn(ctx, ln, slog.New(slog.NewTextHandler(nowhere, nil))), s.Close())
	})
}

// bare is what a page is compared with: Fiber, sending as many bytes as it is asked for.
type bare struct{}

// Run serves until its standard input ends.
func (bare) Run(ctx context.Context) error {
	return asChild(ctx, func(ctx context.Context, ln net.Listener) error {
		app := bareApp()
		context.AfterFunc(ctx, func() { _ = app.Shutdown() })
		return app.Listener(ln)
	})
}

// mostBytes is more than any page has.
const mostBytes = 4 << 20

func bareApp() *fiber.App {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	page := []byte(strings.Repeat("bytes ", mostBytes/6))
	app.Get("/:bytes", func(c *fiber.Ctx) error {
		n, err := c.ParamsInt("bytes")
		if err != nil || n < 0 || n > len(page) {
			return fiber.ErrBadRequest
		}
		c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
		return c.Send(page[:n])
	})
	return app
}

// asChild listens on any port, says on which, and serves until it is told to end.
func asChild(ctx context.Context, serve func(ctx context.Context, ln net.Listener) error) error {
	signal.Ignore(os.Interrupt) // the terminal sends it to all of us: the bench ends us in its own time
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(ln.Addr())
	return serve(ctx, ln)
}

// child is a process that is measured.
type child struct {
	cmd     *exec.Cmd
	in      io.Closer
	address string
}

// startChild starts this program again, on a core of its own where there is one.
func startChild(core int, args ...string) (c *child, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c = &child{cmd: exec.Command(self, args...)}
	c.cmd.Stderr = os.Stderr
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := onCore(core, c.cmd.Start); err != nil {
		return nil, err
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s did not start: %w", args[0], err), c.end())
	}
	c.address = strings.TrimSpace(address)
	return c, nil
}

// end has the process stop, and waits until it is gone.
func (c *child) end() error {
	_ = c.in.Close()
	late := time.AfterFunc(15*time.Second, func() { _ = c.cmd.Process.Signal(syscall.SIGKILL) })
	defer late.Stop()
	return c.cmd.Wait()
}

// cpu is the processor time that the process has taken so far, and rss the memory it has.
func (c *child) cpu() time.Duration { return cpuOf(c.cmd.Process.Pid) }

func (c *child) rss() int64 { return rssOf(c.cmd.Process.Pid) }
