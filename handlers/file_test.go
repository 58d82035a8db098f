package handlers

import (
	"bufio"
	"encoding/json"
	"fmt"
	"html"
	"image/png"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"commonroom/models/db"
	"commonroom/models/upload"
)

func TestAPictureAddedByAScriptIsServedWithThePostsRights(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.adds(t, "member", "Ward board.PNG", picture(t, 1600, 800))
	if want := "/ward-board-1600x800.png"; !strings.HasSuffix(path, want) {
		t.Fatalf("it lies at %s", path)
	}
	for role, want := range map[string]int{"member": 200, "other": 404, "committee": 404, "visitor": 404} {
		status, page := w.get(t, role, path)
		wrong(t, "before it is posted, the "+role, status, want, page)
	}
	thread := w.opens(t, "member", "interoperability", "Top calls", "Look: ![The board]("+path+")")
	small := strings.Replace(path, "/ward", "/small/ward", 1)
	_, page := w.get(t, "visitor", thread.Path())
	if want := `<a class="app-picture" href="` + path + `"><img src="` + small + `" alt="The board" width="1280" height="640" loading="lazy"></a>`; !strings.Contains(page, want) {
		t.Errorf("the page does not show\n%s", want)
	}
	for address, width := range map[string]int{path: 1600, small: 1280} {
		res, body := w.ask(t, "GET", address, "")
		head, err := png.DecodeConfig(strings.NewReader(body))
		if err != nil || head.Width != width || res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d, %d wide, %v", address, res.StatusCode, head.Width, err)
		}
	}
}

func TestAFileIsKeptApartFromOurPages(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.adds(t, "member", "The plan.pdf", []byte("%PDF-1.7\n<script>alert(1)</script>"))
	w.opens(t, "member", "interoperability", "Top calls", "[The plan]("+path+")")
	res, body := w.ask(t, "GET", path, "")
	for name, want := range map[string]string{
		"Content-Type":                 "application/pdf",
		"Content-Disposition":          `attachment; filename="the-plan.pdf"`,
		"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'; sandbox",
		"X-Content-Type-Options":       "nosniff",
		"Cache-Control":                "private, no-cache",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Vary":                         "Cookie",
		"Content-Length":               fmt.Sprint(len(body)),
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	res, head := w.ask(t, "HEAD", path, "")
	if res.StatusCode != http.StatusOK || head != "" {
		t.Errorf("its head: %d, %d bytes", res.StatusCode, len(head))
	}
	for _, wrongName := range []string{"plan.pdf", "the-plan.html", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "small/the-plan.pdf"} {
		status, page := w.get(t, "member", path[:strings.LastIndexByte(path, '/')+1]+wrongName)
		wrong(t, "under the name "+wrongName, status, http.StatusNotFound, page)
	}
}

// A browser that has the picture is asked to keep it only as long as it may have it.
func TestWhatABrowserKeptIsGoneWithThePost(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	path := w.adds(t, "member", "a.png", picture(t, 8, 8))
	thread := w.opens(t, "member", "interoperability", "Top calls", "![x]("+path+")")
	res, _ := w.ask(t, "GET", path, "")
	tag := res.Header.Get("ETag")
	ask := func(role string) int {
		res, _ := w.ask(t, "GET", path, "", append(w.as(role), "If-None-Match", tag)...)
		return res.StatusCode
	}
	if got := ask("visitor"); got != http.StatusNotModified {
		t.Errorf("while it is there: got %d", got)
	}
	post := w.firstPost(t, thread.ID)
	w.post(t, "member", "/posts/"+post+"/withdraw", url.Values{})
	for role, want := range map[string]int{"visitor": 404, "other": 404, "committee": 404, "member": 304} {
		if got := ask(role); got != want {
			t.Errorf("withdrawn, the %s: got %d, want %d", role, got, want)
		}
	}
	w.post(t, "member", "/posts/"+post+"/put-back", url.Values{})
	w.post(t, "committee", "/posts/"+post+"/hide", url.Values{"rule": {"3"}, "reason": {"It is about another subject."}, "to_space": {"0"}})
	for role, want := range map[string]int{"visitor": 404, "other": 404, "committee": 304, "member": 304} {
		if got := ask(role); got != want {
			t.Errorf("hidden, the %s: got %d, want %d", role, got, want)
		}
	}
}

// firstPost is the number of the post that a thread begins with.
func (w *town) firstPost(t *testing.T, thread int64) string {
	t.Helper()
	id, err := db.Value[int64](t.Context(), w.db, `SELECT id FROM posts WHERE thread_id = $1 AND number = 1`, thread)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(id)
}

var typed = regexp.MustCompile(`(?s)<textarea[^>]*name="body"[^>]*>\n?(.*?)</textarea>`)

// textIn is what stands in the text field of a page.
func textIn(page string) string {
	found := typed.FindStringSubmatch(page)
	if found == nil {
		return "(no field)"
	}
	return html.UnescapeString(found[1])
}

func TestWithoutAScriptAFormBringsItsFile(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.opens(t, "member", "interoperability", "Top calls", "Words.")
	replies := fmt.Sprintf("/threads/%d/replies", thread.ID)
	p := packet{
		fields: url.Values{"body": {"Here it is:\r\n"}, "reply_to": {"0"}, "key": {newKey()}, "describe_body": {"The [board] at 9"}, "preview": {"yes"}},
		field:  "file_body", name: "Ward board.png", data: picture(t, 40, 20),
	}
	res, page := w.brings(t, "other", replies, p)
	text := textIn(page)
	if !regexp.MustCompile(`^Here it is:\n\n!\[The \\\[board\\\] at 9\]\(/files/\d+/ward-board-40x20\.png\)\n$`).MatchString(text) || res.StatusCode != http.StatusOK {
		t.Fatalf("added: %d, the text is %q", res.StatusCode, text)
	}
	if !strings.Contains(page, `alt="The [board] at 9" width="40" height="20"`) {
		t.Error("it is not shown")
	}
	if _, page := w.get(t, "visitor", thread.Path()); strings.Contains(page, "Here it is") {
		t.Error("it was posted already")
	}
	p.fields.Del("preview")
	res, page = w.brings(t, "other", replies, p)
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("sent at once: %d\n%s", res.StatusCode, page)
	}
	_, page = w.get(t, "visitor", thread.Path())
	if strings.Count(page, `alt="The [board] at 9"`) != 1 {
		t.Error("what was sent with its file does not show it")
	}
}

// A field for a file in a form that is not sent with files would have the form refused.
func TestEveryFormWithAFieldForAFileSendsFiles(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.opens(t, "committee", "interoperability", "Top calls", "Words.")
	post := w.firstPost(t, thread.ID)
	for path, want := range map[string]bool{
		"/threads/new?board=interoperability": true, thread.Path(): true, "/posts/" + post + "/edit": true,
		"/practices/new": true, "/projects/new": true,
		"/settings/profile": false, "/boards/interoperability/template": false, "/": false, "/report": false,
	} {
		status, page := w.get(t, "committee", path)
		wrong(t, path, status, http.StatusOK, page)
		if field, sends := strings.Contains(page, `name="file_`), strings.Contains(page, `enctype="multipart/form-data"`); field != want || sends != want {
			t.Errorf("%s has a field for a file: %t, and sends files: %t; want %t", path, field, sends, want)
		}
	}
	if _, page := w.get(t, "visitor", thread.Path()); strings.Contains(page, `name="file_`) {
		t.Error("a visitor is offered to add files")
	}
}

func TestAFileThatIsNotTakenLosesNoWords(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.FilesADay = 2 })
	w.Uploads = upload.New(w.db, w.Limits, w.files)
	thread := w.opens(t, "member", "interoperability", "Top calls", "Words.")
	replies := fmt.Sprintf("/threads/%d/replies", thread.ID)
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
	for says, c := range map[string]struct {
		role, name string
		data       []byte
		status     int
		want       string
	}{
		"SVG called a PNG":     {"other", "a.png", svg, 422, "This is a web page, or a drawing written like one (SVG)"},
		"too large":            {"other", "a.pdf", append([]byte("%PDF-1.7"), make([]byte, 11_000_000)...), 422, "This file has 11.0 MB. The limit is 10 MB"},
		"of a member no more":  {"suspended", "a.png", picture(t, 8, 8), 403, "Your membership is suspended"},
		"of nobody we know of": {"visitor", "a.png", picture(t, 8, 8), 401, "Sign in first"},
	} {
		key := newKey()
		res, page := w.brings(t, c.role, replies, packet{
			fields: url.Values{"body": {"Many words of mine."}, "reply_to": {"0"}, "key": {key}},
			field:  "file_body", name: c.name, data: c.data,
		})
		if res.StatusCode != c.status || !strings.Contains(page, c.want) || !strings.Contains(page, "Many words of mine.") {
			t.Errorf("%s: got %d, want %d and %q in\n%s", says, res.StatusCode, c.status, c.want, page)
		}
	}
	if entries, err := os.ReadDir(w.files); err != nil || len(entries) != 0 {
		t.Errorf("kept all the same: %v, %v", entries, err)
	}
}

// A picture is drawn before it is known whether it can be taken, and one that is there already is
// drawn again: both are work, and neither counts among the files of a day.
func TestFilesAreNotSentTooOften(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.FilesAMinute = 4 })
	thread := w.opens(t, "member", "interoperability", "Top calls", "Words.")
	same := packet{field: "file", name: "a.png", data: picture(t, 8, 8)}
	damaged := packet{field: "file", name: "a.png", data: picture(t, 8, 8)[:60]}
	for n, c := range []struct {
		sent packet
		want int
	}{{same, 200}, {same, 200}, {damaged, 422}, {damaged, 422}, {same, 429}} {
		res, page := w.brings(t, "other", uploadPath, c.sent)
		if res.StatusCode != c.want || (c.want == 429) == (res.Header.Get("Retry-After") == "") {
			t.Errorf("time %d: got %d, Retry-After %q, %s", n+1, res.StatusCode, res.Header.Get("Retry-After"), page)
		}
	}
	res, page := w.brings(t, "other", fmt.Sprintf("/threads/%d/replies", thread.ID), packet{
		fields: url.Values{"body": {"Many words of mine."}, "reply_to": {"0"}, "key": {newKey()}},
		field:  "file_body", name: "a.png", data: picture(t, 8, 8),
	})
	if res.StatusCode != 429 || !strings.Contains(page, "Many words of mine.") {
		t.Errorf("with a form: got %d\n%s", res.StatusCode, page)
	}
	res, page = w.brings(t, "insider", uploadPath, same)
	wrong(t, "somebody else", res.StatusCode, 200, page)
}

func TestAScriptIsToldWhyAFileIsNotTaken(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for says, c := range map[string]struct {
		data   []byte
		status int
		want   string
	}{
		"a page":  {[]byte("<html>"), 422, "This is a web page"},
		"nothing": {nil, 422, "Choose a file that has something in it."},
	} {
		res, page := w.brings(t, "member", uploadPath, packet{field: "file", name: "a.png", data: c.data})
		var got struct{ Error string }
		if err := json.Unmarshal([]byte(page), &got); err != nil || res.StatusCode != c.status || !strings.HasPrefix(got.Error, c.want) {
			t.Errorf("%s: got %d, %q, %v", says, res.StatusCode, page, err)
		}
	}
}

// Only a member's form may be as large as a file, and none may be larger. Who is refused is told so
// when their head has come, before any of the body is sent.
func TestALargeBodyIsTakenFromMembersOnly(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	res, page := w.brings(t, "member", uploadPath, packet{field: "file", name: "a.pdf", data: append([]byte("%PDF-1.7"), make([]byte, 2<<20)...)})
	wrong(t, "2 MB of a member's", res.StatusCode, http.StatusOK, page)
	const form, files = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
	for says, c := range map[string]struct {
		role, path, kind string
		size             int
	}{
		"a visitor's file":           {"visitor", uploadPath, files, 2 << 20},
		"an applicant's":             {"applicant", uploadPath, files, 2 << 20},
		"that of one suspended":      {"suspended", uploadPath, files, 2 << 20},
		"one far too large":          {"member", uploadPath, files, 17 << 20},
		"so long a text":             {"member", "/threads", form, 2 << 20},
		"so long a text of nobody's": {"visitor", "/report", form, 2 << 20},
	} {
		if got := w.announces(t, c.role, c.path, c.kind, c.size); got != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: got %d", says, got)
		}
	}
}

func TestOneMemberDoesNotFillTheMemory(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.LargeBodies = 2 })
	large := packet{field: "file", name: "a.pdf", data: append([]byte("%PDF-1.7"), make([]byte, 2<<20)...)}
	for range 2 {
		res, page := w.brings(t, "member", uploadPath, large)
		wrong(t, "one of a few", res.StatusCode, http.StatusOK, page)
	}
	if got := w.announces(t, "member", uploadPath, "multipart/form-data; boundary=x", 2<<20); got != http.StatusRequestEntityTooLarge {
		t.Errorf("one more: got %d", got)
	}
	res, page := w.brings(t, "member", uploadPath, packet{field: "file", name: "a.png", data: picture(t, 8, 8)})
	wrong(t, "a small one", res.StatusCode, http.StatusOK, page)
	res, page = w.brings(t, "other", uploadPath, large)
	wrong(t, "somebody else's", res.StatusCode, http.StatusOK, page)
}

// announces sends the head of a request with so large a body, and gives the status of the answer.
func (w *town) announces(t *testing.T, role, path, kind string, size int) int {
	t.Helper()
	line, err := net.Dial("tcp", w.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	_, err = fmt.Fprintf(line, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nCookie: %s\r\n\r\n",
		path, w.addr, kind, size, w.cookies[role])
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(line), nil)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode
}
