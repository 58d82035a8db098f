package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"commonroom/models/db"
)

// opening is a form with somebody whom the matrix lets send it.
type opening struct {
	knock
	door door
	role string
}

func (o opening) String() string {
	return o.method + " " + o.path + ", " + o.door.name + ", as the " + o.role
}

// openings are the routes of a method, once for each form that they have, with the first door and
// person that get in; of a route that lets nobody in here, any.
func (v *walker) openings(method string) (list []opening) {
	known := map[string]bool{}
	for _, k := range knocks() {
		form := fmt.Sprint(k.method, k.path, k.query, slices.Sorted(maps.Keys(k.fill(&asking{town: v.town}))))
		if k.method == method && !known[form] {
			list = append(list, v.open(k))
		}
		known[form] = true
	}
	return list
}

func (v *walker) open(k knock) opening {
	for _, d := range append(slices.Clone(k.doors), door{}) {
		for _, role := range columns[1:] {
			if status, _ := v.want(k, d, role); status == k.let() && v.ownerOf(d.at, role) != 0 {
				return opening{k, d, role}
			}
		}
	}
	return opening{k, k.doors[0], "member"}
}

// make makes n things for an opening, so that no attempt meets what another left.
func (v *walker) make(t *testing.T, o opening, n int) (list []*asking) {
	t.Helper()
	err := v.db.Write(t.Context(), func(tx *db.Tx) error {
		for range n {
			th, err := v.build(t.Context(), tx, o.knock, o.door.at, v.ownerOf(o.door.at, o.role))
			if err != nil {
				return err
			}
			list = append(list, &asking{town: v.town, role: o.role, thing: th})
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", o, err)
	}
	return list
}

// totals are what any act of anybody would change.
const totals = `
	SELECT 'activity', count(*), 0 FROM activity UNION ALL
	SELECT 'forms', count(*), 0 FROM once_keys UNION ALL
	SELECT 'notices', count(*), count(CASE WHEN read THEN 1 END) FROM notices UNION ALL
	SELECT 'threads', CAST(coalesce(sum(version + space_id + post_count), 0) AS BIGINT), count(CASE WHEN hidden THEN 1 END) + 1000 * count(CASE WHEN locked THEN 1 END)
		+ 1000000 * count(CASE WHEN pinned THEN 1 END) + 1000000000 * count(CASE WHEN published THEN 1 END) FROM threads UNION ALL
	SELECT 'authors', count(*), 0 FROM thread_authors UNION ALL
	SELECT 'posts', CAST(coalesce(sum(version), 0) AS BIGINT), count(CASE WHEN hidden THEN 1 END) + 100000 * count(CASE WHEN withdrawn THEN 1 END) FROM posts UNION ALL
	SELECT 'practices', CAST(coalesce(sum(version), 0) AS BIGINT), count(*) FROM practices UNION ALL
	SELECT 'projects', CAST(coalesce(sum(version), 0) AS BIGINT), count(*) FROM projects UNION ALL
	SELECT 'members', CAST(coalesce(sum(version), 0) AS BIGINT), count(CASE WHEN welcomed THEN 1 END) FROM members UNION ALL
	SELECT 'applications', count(*), CAST(coalesce(sum(length(words) + length(outcome)), 0) AS BIGINT) FROM applications UNION ALL
	SELECT 'identities', count(*), 0 FROM identities UNION ALL
	SELECT 'sessions', count(*), 0 FROM sessions UNION ALL
	SELECT 'drafts', count(*), CAST(coalesce(sum(seq), 0) AS BIGINT) FROM drafts UNION ALL
	SELECT 'reports', count(*), count(closed_by) FROM reports`

// total says what is in the database, in numbers.
func (w *town) total(t *testing.T) string {
	t.Helper()
	type line struct {
		name       string
		first, all int64
	}
	lines, err := db.All(t.Context(), w.db, func(l *line) []any { return []any{&l.name, &l.first, &l.all} }, totals)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(lines)
}

// marked says how far everybody has read, in numbers: the one thing that reading may change.
func (w *town) marked(t *testing.T) string {
	t.Helper()
	return fmt.Sprint(w.number(t, `SELECT count(*) FROM ribbons`), w.number(t, `SELECT CAST(coalesce(sum(read_to), 0) AS BIGINT) FROM ribbons`))
}

// A link can be made to anything, and followed by a mail scanner: reading must change
// nothing, and nor may a method that no form has.
func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	v := newWalker(t, walkTown(t))
	for _, o := range slices.Concat(v.openings(http.MethodPost), v.openings(http.MethodGet)) {
		a := v.make(t, o, 1)[0]
		before := v.total(t)
		address, form := o.address(a.thing), o.fill(a).Encode()
		if form != "" && !strings.Contains(address, "?") {
			address += "?" + form
		}
		for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"} {
			got := ask(v.request(method, address, "", a.cookie()), "")
			known := method == "GET" || method == "HEAD"
			if after := v.total(t); after != before || got.status >= 500 || !known && got.status != 404 && got.status != 405 {
				t.Errorf("%s by %s: got %d, and what was\n%s\nis\n%s", o, method, got.status, before, after)
			}
		}
	}
}

// A page of another site can have a browser send any form here, with the member's cookie.
func TestNoFormIsTakenFromAnotherSite(t *testing.T) {
	t.Parallel()
	v := newWalker(t, walkTown(t))
	for _, o := range v.openings(http.MethodPost) {
		a := v.make(t, o, 1)[0]
		before := v.total(t) + v.marked(t)
		for _, field := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			req := v.request(http.MethodPost, o.address(a.thing), o.fill(a).Encode(), a.cookie())
			req.Header.Set(field[0], field[1])
			if got := ask(req, ""); got.status != http.StatusForbidden {
				t.Errorf("%s with %v: got %d, want 403", o, field, got.status)
			}
		}
		if after := v.total(t) + v.marked(t); after != before {
			t.Errorf("%s from another site: what was\n%s\nis\n%s", o, before, after)
		}
		got := v.send(o.knock, a, a.thing)
		if changed := v.total(t)+v.marked(t) != before; changed == (unchanging[o.path] != "") {
			t.Errorf("%s from this site: got %d, and something changed: %t", o, got.status, changed)
		}
	}
}

// unchanging are the forms that change nothing when the walk sends them, and why.
var unchanging = map[string]string{
	"/preview":                   "it keeps nothing",
	"/uploads":                   "it brings no file",
	"/notices/read":              "there are none",
	"/auth/:provider":            "there is none",
	"/settings/sessions/revoke":  "there are no others",
	"/unread/undo":               "nothing was marked as read",
	"/posts/:id/bookmark/remove": "there is none",
}

// hostile are values that no form of ours sends.
var hostile = []string{"", " ", "abc", "-1", "0", "2147483648", "9223372036854775807", "9223372036854775808", "99999999999999999999999", "1e9", "0x1", "１",
	"\x00", "\xff\xfe", "a\x00b", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%s%n", strings.Repeat("x", 30_000),
	strings.Repeat("> ", 500), "[a](javascript:alert(1))", "@" + strings.Repeat("m", 300), "\u202e\u2066"}

func TestNoFormIsTooOdd(t *testing.T) {
	t.Parallel()
	v := newWalker(t, walkTown(t))
	for _, o := range v.openings(http.MethodPost) {
		bodies := oddities(o.fill(v.make(t, o, 1)[0]))
		things := v.make(t, o, len(bodies))
		for i, body := range bodies {
			got := ask(v.request(http.MethodPost, o.address(things[i].thing), body, things[i].cookie()), "")
			if got.status == 0 || got.status >= 500 {
				t.Errorf("%s with %.100q: got %d", o, body, got.status)
			}
			if strings.Contains(got.page, "<script>alert") || strings.Contains(got.page, `href="javascript:`) {
				t.Errorf("%s with %.100q: it stands in the page as it is", o, body)
			}
		}
		v.refused(t, o)
	}
	v.unharmed(t)
}

// unharmed tells of each failure that the log calls ours.
func (w *town) unharmed(t *testing.T) {
	t.Helper()
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, "level=ERROR") {
			t.Error(line)
		}
	}
}

// oddities are a form's good body with each field in turn as it should not be.
func oddities(form url.Values) (bodies []string) {
	for name := range form {
		odd := url.Values{}
		for other, values := range form {
			odd[other] = values
		}
		for _, value := range hostile {
			odd[name] = []string{value}
			bodies = append(bodies, odd.Encode())
		}
		odd.Del(name)
		bodies = append(bodies, odd.Encode())
	}
	return append(bodies, "", "=", "&&&", "%", "a=%zz", strings.Repeat("a=b&", 5000))
}

// refused sends what can only come from a program: fields of its own, the same field twice, and
// other kinds of body. None of it may change anything.
func (v *walker) refused(t *testing.T, o opening) {
	t.Helper()
	if o.form == nil {
		return // whose form has no fields does not read them
	}
	a := v.make(t, o, 1)[0]
	form, before := o.fill(a), v.total(t)
	good := form.Encode()
	name := slices.Sorted(maps.Keys(form))[0]
	for _, body := range []string{good + "&hidden=false", good + "&author_id=1", good + "&" + name + "=" + name, good + "&ID=1", good + "&Member.State=member"} {
		if got := ask(v.request(http.MethodPost, o.address(a.thing), body, a.cookie()), ""); got.status != http.StatusUnprocessableEntity && got.status != http.StatusNotFound {
			t.Errorf("%s with %q: got %d, want 422", o, body, got.status)
		}
	}
	for _, kind := range []string{"application/json", "multipart/form-data; boundary=x", "text/plain", ""} {
		req := v.request(http.MethodPost, o.address(a.thing), good, a.cookie())
		req.Header.Set("Content-Type", kind)
		if got := ask(req, ""); got.status < 400 || got.status >= 500 {
			t.Errorf("%s as %q: got %d, want a refusal", o, kind, got.status)
		}
	}
	if after := v.total(t); after != before {
		t.Errorf("%s refused: what was\n%s\nis\n%s", o, before, after)
	}
}

// addresses are what stands in a path where a number or a name should.
var addresses = []string{"0", "-1", "01", "+1", "1e3", "9223372036854775807", "9223372036854775808", "99999999999999999999999", "%31%32x", "abc", "%00", "%ff", "..%2f..%2fetc",
	"1%2Fedit", "%EF%BC%91", "'", "%22%3E%3Cscript%3E", strings.Repeat("9", 400), strings.Repeat("a", 4000)}

func TestNoAddressIsTooOdd(t *testing.T) {
	t.Parallel()
	v := newWalker(t, walkTown(t))
	for _, o := range slices.Concat(v.openings(http.MethodGet), v.openings(http.MethodPost)) {
		if !strings.Contains(o.path, ":") {
			continue
		}
		a := v.make(t, o, 1)[0]
		for _, odd := range addresses {
			path := parameter.ReplaceAllLiteralString(o.path, odd)
			got := ask(v.request(o.method, path, o.fill(a).Encode(), a.cookie()), "")
			if got.status < 400 || got.status >= 500 || strings.Contains(got.page, "<script>") {
				t.Errorf("%s at %.60s: got %d (%s)", o, path, got.status, got.heading())
			}
		}
	}
	for _, query := range []string{"page=-1", "page=99999999999999999999", "page=x", "from=x", "from=%00", "from=" + strings.Repeat("A", 3000), "q=%00%ff", "q=%25%5f", "q=a" + strings.Repeat("%C3%A9", 99), "tag=%00", "to=-1",
		"before=-1", "year=x", "post=-1", "thread=99999999999999999999", "member=%00", "member=..", "board=%00", "return_to=//evil.example", "show=x", "state=%00"} {
		for _, o := range v.openings(http.MethodGet) {
			a := v.make(t, o, 1)[0]
			if got := ask(v.request(http.MethodGet, addressOf(o.path, a.thing)+"?"+query, "", a.cookie()), ""); got.status == 0 || got.status >= 500 {
				t.Errorf("%s?%s: got %d", o, query, got.status)
			}
		}
	}
	v.unharmed(t)
}
