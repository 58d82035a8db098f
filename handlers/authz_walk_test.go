package handlers

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"commonroom/models/db"
	"commonroom/models/member"
)

// columns are the roles of the matrix.
var columns = []string{"visitor", "applicant", "member", "insider", "facilitator", "committee", "officer", "assessor",
	"administrator", "suspended", "ex_insider", "ex_committee"}

// walkTown is a furnished town in which anybody may knock as often as they like.
func walkTown(t *testing.T) *town {
	t.Helper()
	w := newTown(t, nil)
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error { return w.furnish(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	return w
}

// verdict is how the matrix has a person answered who knocks at a door: 0 lets them in. cells
// are those that had a say: all that were read until one refused.
func verdict(rows map[string]map[string]string, role string, own bool, ids ...string) (status int, cells []string) {
	for _, id := range ids {
		id, unseen := strings.CutSuffix(id, unseen)
		cells = append(cells, id+" "+role)
		status = refusal(rows[id], rows[id][role], id, own)
		if status != 0 && unseen {
			return http.StatusNotFound, cells
		}
		if status != 0 {
			return status, cells
		}
	}
	return 0, cells
}

// refusal reads one cell. A row that hides a thing from anybody hides it from all it refuses.
func refusal(row map[string]string, cell, id string, own bool) int {
	shut := http.StatusForbidden
	if hides(row) {
		shut = http.StatusNotFound
	}
	switch {
	case id == rowAbsent || cell == "H":
		return http.StatusNotFound
	case id == rowNobody || cell == "-":
		return shut
	case cell == "L":
		return http.StatusUnauthorized
	case cell == "o" && !own:
		return shut
	case cell == "Y" || cell == "s" || cell == "o":
		return 0
	}
	return -1 // a cell that this release cannot mean
}

func hides(row map[string]string) bool {
	for _, role := range columns {
		if row[role] == "H" {
			return true
		}
	}
	return false
}

// walker walks the matrix through one server.
type walker struct {
	*town
	rows     map[string]map[string]string
	policies map[string]string // of each route, by method and path
	once     bool              // one difference is enough

	mu          sync.Mutex
	differences []string
	cells       map[string]bool // that had a say in some answer
}

func newWalker(t *testing.T, w *town) *walker {
	t.Helper()
	return &walker{town: w, rows: matrix(t), policies: policies(t), cells: map[string]bool{}}
}

// knockAll knocks as everybody at every door of k, and notes where the answer is not the matrix's.
func (v *walker) knockAll(ctx context.Context, k knock) error {
	doors := k.doors
	if len(doors) == 0 {
		doors = []door{{}}
	}
	for _, d := range doors {
		askers, err := v.gather(ctx, k, d)
		if err != nil {
			return fmt.Errorf("%s %s, %s: %w", k.method, k.path, d.name, err)
		}
		for _, a := range askers {
			difference, cells := v.knock(k, d, a)
			if v.note(difference, cells) {
				return nil
			}
		}
	}
	return nil
}

// note keeps a difference, if there is one, and the cells that were asked. It tells whether
// that was enough.
func (v *walker) note(difference string, cells []string) (enough bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, cell := range cells {
		v.cells[cell] = true
	}
	if difference != "" {
		v.differences = append(v.differences, difference)
	}
	return v.once && len(v.differences) > 0
}

// gather makes what everybody knocks about, each their own thing, in one write.
func (v *walker) gather(ctx context.Context, k knock, d door) (askers []*asking, err error) {
	err = v.db.Write(ctx, func(tx *db.Tx) error {
		for _, role := range columns {
			owner := v.ownerOf(d.at, role)
			if owner == 0 && !d.at.self {
				continue
			}
			a := &asking{town: v.town, role: role}
			if a.thing, err = v.build(ctx, tx, k, d.at, owner); err != nil {
				return err
			}
			askers = append(askers, a)
		}
		return nil
	})
	return askers, err
}

// ownerOf is who made what a role knocks about; nobody where the role cannot have made it.
func (v *walker) ownerOf(at spot, role string) int64 {
	switch {
	case at.self:
		return v.people[role].ID
	case !at.own && at.readers == "private":
		return v.people["ex_insider"].ID // who once wrote there and may not read it now
	case !at.own:
		return v.people["other"].ID
	case v.people[role].State == member.Applicant:
		return 0 // who has no place yet has written nothing
	}
	return v.people[role].ID
}

func (v *walker) build(ctx context.Context, tx *db.Tx, k knock, at spot, owner int64) (thing, error) {
	switch {
	case k.about == nil:
		return thing{}, nil
	case at.gone:
		at.readers = "public"
		th, err := k.about(ctx, tx, v.town, at, owner)
		return th.absent(), err
	}
	return k.about(ctx, tx, v.town, at, owner)
}

// knock asks once, and tells how the answer differs from what the matrix says ("" if it does
// not), and which of its cells said so.
func (v *walker) knock(k knock, d door, a *asking) (difference string, cells []string) {
	who := fmt.Sprintf("%s %s, %s, as the %s", k.method, k.path, d.name, a.role)
	want, cells := v.want(k, d, a.role)
	got := v.send(k, a, a.thing)
	if got.status != want {
		return fmt.Sprintf("%s: got %d, want %d (%s)", who, got.status, want, got.heading()), cells
	}
	if want != http.StatusNotFound || d.at.gone {
		return "", cells
	}
	if gone := v.send(k, a, a.absent()); gone.bytes != got.bytes {
		return fmt.Sprintf("%s: what is hidden answers\n%s\nand what is not there\n%s", who, got.bytes, gone.bytes), cells
	}
	return "", cells
}

// want is the status that the matrix wants. The policy of the route has its say first; whose
// the thing is comes later.
func (v *walker) want(k knock, d door, role string) (status int, cells []string) {
	status, cells = verdict(v.rows, role, true, v.policies[k.method+" "+k.path])
	if status == 0 {
		var more []string
		status, more = verdict(v.rows, role, d.at.own || k.about == nil, d.rows...)
		cells = append(cells, more...)
	}
	if status == 0 {
		status = k.let()
	}
	return status, cells
}

// answered is what came back for one knock.
type answered struct {
	status int
	bytes  string // header and body, without what differs by nature
	page   string
}

func (r answered) heading() string {
	_, rest, _ := strings.Cut(r.page, "<h1")
	heading, _, _ := strings.Cut(rest, "</h1>")
	return strings.TrimSpace(strings.TrimPrefix(heading, ">"))
}

// client keeps its lines to the servers open, since the walk knocks thousands of times.
var client = http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// send knocks with a thing's token in the address.
func (v *walker) send(k knock, a *asking, th thing) answered {
	b := *a
	b.thing = th
	return ask(v.request(k.method, k.address(th), k.fill(&b).Encode(), b.cookie()), th.token)
}

func (k knock) address(th thing) string {
	return addressOf(k.path, th) + strings.ReplaceAll(k.query, "{}", url.QueryEscape(th.token))
}

// fill fills the form of a POST in.
func (k knock) fill(a *asking) url.Values {
	form := url.Values{}
	if k.method != http.MethodPost {
		return form
	}
	if k.form != nil {
		form = k.form(a)
	}
	if !k.keyless {
		form.Set("key", newKey())
	}
	return form
}

// cookie is what somebody knocks with: their own, or that of the thing's own session.
func (a *asking) cookie() string {
	if a.thing.cookie != "" {
		return a.thing.cookie
	}
	return a.cookies[a.role]
}

// request writes a request; one that cannot be written is a fault of the test.
func (v *walker) request(method, address, body, cookie string) *http.Request {
	req, err := http.NewRequest(method, "http://"+v.addr+address, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Cookie", cookie)
	return req
}

// keysOff is on each page of somebody who has turned shortcuts off.
const keysOff = " data-keys-off"

func ask(req *http.Request, token string) answered {
	res, err := client.Do(req)
	if err != nil {
		return answered{page: err.Error()}
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return answered{page: err.Error()}
	}
	for _, name := range []string{"Date", "X-Request-Id", "Content-Length"} {
		res.Header.Del(name)
	}
	text := res.Status + "\n" + fmt.Sprint(res.Header) + "\n" + string(raw)
	text = strings.ReplaceAll(text, keysOff, "") // another knock turns shortcuts off and on meanwhile
	if token != "" {
		text = strings.ReplaceAll(text, token, "{}")
	}
	return answered{status: res.StatusCode, bytes: text, page: string(raw)}
}

var parameter = regexp.MustCompile(`[:*][a-z]*\??`)

// addressOf fills in a route's path: what the thing has no word for is its token.
func addressOf(path string, th thing) string {
	return parameter.ReplaceAllStringFunc(path, func(name string) string {
		if word, ok := th.params[strings.Trim(name, ":?")]; ok {
			return word
		}
		return th.token
	})
}

// walk goes through every knock, a few at a time, and gives the differences.
func (v *walker) walk(t *testing.T, list []knock) []string {
	t.Helper()
	var wait sync.WaitGroup
	turns := make(chan struct{}, 4)
	for _, k := range list {
		turns <- struct{}{}
		if v.note("", nil) {
			break
		}
		wait.Go(func() {
			defer func() { <-turns }()
			if err := v.knockAll(t.Context(), k); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	slices.Sort(v.differences)
	return v.differences
}
