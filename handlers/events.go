package handlers

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/notify"
)

// What goes over a live stream. A post is told by its number alone: the page asks for its words
// when the reader wants them, and its rights are asked then.
type (
	postsEvent struct {
		Thread int64 `json:"thread"`
		Posts  []int `json:"posts"`
	}
	reactionsEvent struct {
		Thread int64 `json:"thread"`
		Post   int64 `json:"post"`
	}
	noticesEvent struct {
		Unread int `json:"unread"`
	}
)

// asksEvents is what a browser asks to hear of.
type asksEvents struct {
	Threads string `form:"threads"` // "12.25,40.3": the threads that are shown, each with the number of the last post that is
	As      *int64 `form:"as"`      // whose pages they are: 0 for a visitor's
}

// events tells a browser what is new in what it shows: as a stream that goes on if it asks for one,
// or once, for browsers behind something that keeps streams back.
func (s *Server) events(c *fiber.Ctx) error {
	ask, err := s.asksEvents(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, streamType)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Accel-Buffering", "no") // so that a proxy in front hands on each event as it comes
	if c.Method() == fiber.MethodGet && strings.Contains(c.Get(fiber.HeaderAccept), streamType) {
		return s.stream(c, ask)
	}
	listener := s.Notices.Listen(ask)
	defer listener.Leave()
	var out bytes.Buffer
	if err := tellAll(c.UserContext(), &out, listener, false); err != nil {
		return err
	}
	return c.Send(out.Bytes())
}

const streamType = "text/event-stream"

// errAnother is said where somebody signed in or out since the page was drawn.
var errAnother = models.Conflict("You are not signed in as you were when this page was opened. Reload it to go on.")

func (s *Server) asksEvents(c *fiber.Ctx) (a notify.Ask, err error) {
	var in asksEvents
	if err := asked(c, &in); err != nil {
		return a, err
	}
	a = notify.Ask{By: s.by(c), Session: s.session(c).ID}
	if in.As != nil && *in.As != a.By.ID {
		return a, errAnother
	}
	a.From = strings.Clone(c.Get("Last-Event-ID"))
	a.Threads, err = shownThreads(in.Threads)
	return a, err
}

// shownThreads reads which threads a browser shows, and how far.
func shownThreads(text string) (map[int64]int, error) {
	shown := map[int64]int{}
	for part := range strings.SplitSeq(text, ",") {
		if part == "" {
			continue
		}
		id, last, _ := strings.Cut(part, ".")
		thread, n := number(id), number(last)
		if thread == 0 || n == 0 && last != "0" || n > lastNumber || len(shown) == notify.MostThreads {
			return nil, errAddress
		}
		shown[thread] = int(n)
	}
	return shown, nil
}

// stream goes on telling until the browser goes, the session ends or the server stops. Nothing of
// the request is used in it but its line: the rest is given to the next one.
func (s *Server) stream(c *fiber.Ctx, ask notify.Ask) error {
	whose, most, replace := "network "+network(c.IP()), s.Limits.StreamsANetwork, false
	if !ask.By.IsVisitor() {
		whose, most, replace = "session "+strconv.FormatInt(ask.Session, 10), s.Limits.StreamsABrowser, true
	}
	st, err := s.streams.open(whose, most, replace)
	if err != nil {
		return err
	}
	if !ask.By.IsVisitor() {
		// What listens has scripts, and so tells by itself which posts it shows.
		if err := s.Members.Tell(c.UserContext(), s.session(c)); err != nil {
			s.Log.Error("not noted that a browser tells", "error", err)
		}
	}
	conn := c.Context().Conn()
	c.Context().SetConnectionClose()
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer s.streams.close(st)
		s.tell(st, line{conn, w}, s.Notices.Listen(ask))
	})
	return nil
}

// line is the way to one browser.
type line struct {
	conn net.Conn
	w    *bufio.Writer
}

// tellWithin is how long a browser may take to take an event. A stream is not bound by the time
// for a whole answer, and a browser that takes nothing must not hold up a stop.
const tellWithin = 5 * time.Second

func (l line) Write(text []byte) (int, error) {
	if err := l.conn.SetWriteDeadline(time.Now().Add(tellWithin)); err != nil {
		return 0, err
	}
	if _, err := l.w.Write(text); err != nil {
		return 0, err
	}
	return len(text), l.w.Flush()
}

// tell is the life of a stream.
func (s *Server) tell(st *stream, to line, listener *notify.Listener) {
	defer listener.Leave()
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("a live stream broke", "error", fmt.Sprintf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	gone, letGo := peerGone(to.conn)
	defer letGo()
	beat := time.NewTicker(s.Beat)
	defer beat.Stop()
	begun := false
	for {
		var err error
		select {
		case <-s.streams.over:
			return
		case <-st.replaced:
			return
		case <-listener.Ended():
			return
		case <-gone:
			return
		case <-beat.C:
			_, err = io.WriteString(to, ": still here\n\n")
		case <-listener.Woken():
			ctx, cancel := context.WithTimeout(s.work, s.WorkTimeout)
			err = tellAll(ctx, to, listener, begun)
			cancel()
			begun = true
		}
		if err != nil {
			if models.KindOf(err) == models.KindInternal && s.work.Err() == nil {
				s.Log.Debug("a live stream ended", "error", err)
			}
			return
		}
	}
}

// tellAll writes what there is to tell, and that this was all for now. Once it has begun, a stream on
// which there is nothing to tell stays silent: a sign that something happened would tell outsiders
// when somebody writes where they may not look, and readers when somebody votes in secret.
func tellAll(ctx context.Context, to io.Writer, listener *notify.Listener, begun bool) error {
	news, err := listener.Hear(ctx)
	if err != nil || begun && news.Empty() {
		return err
	}
	var out bytes.Buffer
	for _, p := range news.Posts {
		event(&out, "posts", postsEvent(p))
	}
	for _, p := range news.Changed {
		event(&out, "reactions", reactionsEvent{p.Thread, p.Post})
	}
	if news.Counted {
		event(&out, "notices", noticesEvent{news.Unread})
	}
	if news.Mark != "" { // with the last of them: whoever lost some of these is told them again
		fmt.Fprintf(&out, "id: %s\n", news.Mark)
	}
	event(&out, "ready", struct{}{})
	_, err = to.Write(out.Bytes())
	return err
}

// event writes one event. Its data are numbers, so that they cannot fail to be written.
func event(out *bytes.Buffer, name string, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(out, "event: %s\ndata: %s\n\n", name, text)
}
