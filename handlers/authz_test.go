package handlers

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"commonroom/models/db"
)

// knocks are all routes with the doors at which the walk knocks. A path may have several, about
// things of several sorts.
func knocks() []knock {
	return slices.Concat(standingKnocks(), feedKnocks(), peopleKnocks(), talkKnocks(), draftKnocks(), documentKnocks(), moderationKnocks(), tagKnocks(), wordKnocks(), searchKnocks(), fileKnocks())
}

func standingKnocks() []knock {
	return []knock{
		page("/healthz"), page("/readyz"), page("/robots.txt"), page("/sitemap.xml"), page("/sitemap/pages.xml"),
		{method: "GET", path: "/sitemap/threads-:part.xml", about: sitemapFile, doors: []door{at("there", inPublic, "P05"), at("not there", nowhere, rowAbsent)}},
		{method: "GET", path: "/assets/*", about: file, doors: []door{at("not there", nowhere, rowAbsent)}},
		page("/"), page("/about"), page("/terms"), page("/privacy"), page("/accessibility"),
		page("/help"), page("/help/members"), page("/help/committee"), page("/help/server"), page("/help/search"), page("/help/keys"),
		page("/conduct"), page("/committee"), page("/committee/members"), page("/committee/log"),
		page("/notices"),
		{method: "POST", path: "/notices/read", keyless: true, form: fields("up_to", "0")},
	}
}

// file is a style sheet that is never built: which ones are depends on the machine.
func file(context.Context, *db.Tx, *town, spot, int64) (thing, error) {
	return thing{token: "css/" + noSuch + ".css"}, nil
}

// sitemapFile is the part of the sitemap that lists a discussion.
func sitemapFile(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
	if _, err := discussion(ctx, tx, w, at, owner); err != nil {
		return thing{}, err
	}
	return thing{token: fmt.Sprint(sitemapPart(farOff + 1))}, nil
}

func talkKnocks() []knock {
	said := fields("body", "Some words.", "reply_to", "0")
	edited := fields("body", "Other words.", "version", "2")
	return []knock{
		{method: "POST", path: "/preview", keyless: true, ok: http.StatusOK, form: fields("body", "Some words.", "as", "post")},
		page("/boards"),
		{method: "GET", path: "/boards/:slug", about: room, doors: rooms},
		{method: "GET", path: "/boards/:slug/template", about: room, doors: shaping},
		{method: "POST", path: "/boards/:slug/template", about: room, doors: shaping, form: fields("body", "## What we tried", "version", "0")},
		page("/scheduled"),
		{method: "POST", path: "/threads/:id/schedule", about: coming, doors: scheduling, form: inAFortnight},
		{method: "POST", path: "/threads/:id/unschedule", about: coming, doors: scheduling},
		{method: "POST", path: "/threads/:id/publish", about: coming, doors: scheduling},
		{method: "GET", path: "/threads/new"},
		{method: "GET", path: "/threads/new", about: room, query: "?board={}", doors: writingIn},
		{method: "POST", path: "/threads", about: room, doors: writingIn, form: fields("board", "{}", "title", "New", "summary", "", "tags", "", "body", "Words.")},
		{method: "GET", path: "/threads/:id/:slug?", about: discussion, doors: reading},
		{method: "GET", path: "/threads/:id/posts/:after", about: discussion, doors: reading},
		{method: "GET", path: "/events", about: discussion, query: "?threads={}.0", doors: anywhere},
		{method: "GET", path: "/threads/:id/edit", about: discussion, doors: editing},
		{method: "POST", path: "/threads/:id", about: discussion, doors: editing, form: fields("title", "Other words", "summary", "", "tags", "", "version", "1")},
		{method: "GET", path: "/threads/:id/history", about: discussion, doors: histories},
		{method: "POST", path: "/threads/:id/replies", about: discussion, doors: answering, form: said},
		{method: "GET", path: "/threads/:id/ask", about: discussion, doors: editing},
		{method: "POST", path: "/threads/:id/ask", about: discussion, doors: editing, form: fields("perspectives", "medical", "version", "1")},
		{method: "POST", path: "/threads/:id/read", about: discussion, doors: reading, form: fields("to", "1"), keyless: true, ok: http.StatusNoContent},
		{method: "POST", path: "/threads/:id/follow", about: discussion, doors: reading, form: fields("follow", "muted"), keyless: true},
		page("/unread"), page("/new"),
		{method: "POST", path: "/unread/read", form: fields("at", "1")},
		{method: "POST", path: "/unread/undo", form: fields("cleared", "1"), keyless: true},
		{method: "POST", path: "/new/seen", form: fields("at", "1")},
		{method: "GET", path: "/posts/:id", about: reply, doors: reading, ok: http.StatusSeeOther},
		{method: "GET", path: "/posts/:id", about: replyUnder, doors: reading, ok: http.StatusSeeOther},
		{method: "GET", path: "/posts/:id/history", about: reply, doors: histories},
		{method: "GET", path: "/posts/:id/reactions", about: reply, doors: reading},
		{method: "GET", path: "/posts/:id/reactions", about: replyUnder, doors: reading},
		{method: "POST", path: "/posts/:id/reactions", about: reply, doors: reacting, keyless: true, form: fields("add", "thanks")},
		{method: "POST", path: "/posts/:id/reactions", about: replyUnder, doors: reacting, keyless: true, form: fields("add", "insight")},
		{method: "GET", path: "/posts/:id/reactions/who", about: reply, doors: histories},
		{method: "POST", path: "/posts/:id/answer", about: replyToQuestion, doors: settling, keyless: true},
		{method: "POST", path: "/posts/:id/answer/remove", about: solution, doors: settling, keyless: true},
		{method: "GET", path: "/threads/:id/state", about: discussion, doors: settling},
		{method: "POST", path: "/threads/:id/state", about: discussion, doors: settling, form: fields("state", "open", "outcome", "", "version", "1")},
		{method: "GET", path: "/threads/:id/summary", about: longTalk, doors: reading},
		page("/bookmarks"),
		{method: "GET", path: "/posts/:id/bookmark", about: reply, doors: reading},
		{method: "POST", path: "/posts/:id/bookmark", about: reply, doors: reading, keyless: true},
		{method: "POST", path: "/posts/:id/bookmark/note", about: reply, doors: reading, form: fields("note", "Try this.", "remind", "", "version", "0")},
		{method: "POST", path: "/posts/:id/bookmark/remove", about: reply, doors: reading, keyless: true},
		{method: "GET", path: "/posts/:id", about: reply, doors: each(reading, spot.back), ok: http.StatusSeeOther},
		{method: "GET", path: "/posts/:id/replies", about: reply, doors: reading},
		{method: "GET", path: "/posts/:id/replies", about: replyUnder, doors: reading},
		{method: "GET", path: "/posts/:id/quote", about: reply, doors: quoting},
		{method: "GET", path: "/posts/:id/quote", about: replyUnder, doors: answering},
		{method: "GET", path: "/posts/:id/edit", about: reply, doors: editing},
		{method: "POST", path: "/posts/:id", about: reply, doors: editing, form: edited},
		{method: "GET", path: "/posts/:id/withdraw", about: reply, doors: withdrawing},
		{method: "POST", path: "/posts/:id/withdraw", about: reply, doors: withdrawing},
		{method: "POST", path: "/posts/:id/put-back", about: reply, doors: each(withdrawing, spot.back)},
		{method: "POST", path: "/posts/:id/vote", about: polled, doors: answering, form: fields("choice", "1")},
	}
}

func moderationKnocks() []knock {
	list := []knock{
		page("/report"),
		{method: "GET", path: "/report", about: discussion, query: "?thread={}", doors: reporting},
		{method: "GET", path: "/report", about: reply, query: "?post={}", doors: reporting},
		{method: "GET", path: "/report/thanks", about: reply, query: "?post={}", doors: anywhere},
		{method: "POST", path: "/report", form: complaining("page", "/about")},
		{method: "POST", path: "/report", about: discussion, form: complaining("thread", "{}"), doors: reporting},
		{method: "POST", path: "/report", about: reply, form: complaining("post", "{}"), doors: reporting},
		page("/reports"),
		page("/committee/boards"),
		{method: "POST", path: "/committee/boards", form: fields("board", "questions", "way", "up")},
		{method: "GET", path: "/reports/:id", about: complaint, doors: complained},
		{method: "POST", path: "/reports/:id/close", about: complaint, doors: complained, form: fields("outcome", "Nothing was wrong.")},
		{method: "GET", path: "/reports/:id", about: grievance, doors: aboutPeople},
		{method: "POST", path: "/reports/:id/close", about: grievance, doors: aboutPeople, form: fields("outcome", "Nothing was wrong.")},
	}
	for _, method := range []string{"GET", "POST"} {
		list = append(list, knock{method: method, path: "/posts/:id/history/:n/revert", about: lengthened, doors: moderated("C02", as),
			form: fields("rule", "3", "reason", "It is about another subject.", "version", "2")})
	}
	for _, method := range []string{"GET", "POST"} {
		list = append(list,
			knock{method: method, path: "/threads/:id/split", about: joinable, doors: moderated("C01", as), query: "?from=2", form: splitting},
			knock{method: method, path: "/threads/:id/merge", about: joinable, doors: moderated("C01", as), form: merging})
	}
	for _, act := range acts {
		list = append(list, act.knocks("GET")...)
		list = append(list, act.knocks("POST")...)
	}
	return list
}

func complaining(name, value string) func(*asking) url.Values {
	return fields(name, value, "reason", "other", "words", "Look at this.")
}

// act is something the committee does to a thread, and perhaps to a post.
type act struct {
	verb  string
	own   string // the row for a committee member's own words: C02 where the act judges them
	state func(spot) spot
	posts bool
}

func as(s spot) spot { return s }

var acts = []act{
	{"hide", "C02", as, true},
	{"restore", "C02", spot.hid, true},
	{"lock", "C02", as, false},
	{"unlock", "C02", spot.shut, false},
	{"pin", "C01", as, false},
	{"unpin", "C01", spot.onTop, false},
	{"move", "C01", as, false},
	{"slow", "C01", as, false},
	{"unslow", "C01", spot.slowed, false},
}

func (x act) knocks(method string) []knock {
	k := knock{method: method, path: "/threads/:id/" + x.verb, about: discussion, doors: moderated(x.own, x.state)}
	k.form = fields("rule", "3", "reason", "It is about another subject.", "to_space", "0", "pause", "60")
	if x.verb == "move" {
		k.form = moving
	}
	list := []knock{k}
	if x.verb != "move" {
		k.about, k.doors = practiceOf, append(k.doors, at("a draft", inPublic.unsaid(), "L04"), at("own draft", inPublic.mine().unsaid(), rowAbsent))
		list = append(list, k)
		k.about, k.doors = projectOf, moderated(x.own, x.state)
		list = append(list, k)
	}
	if x.posts {
		k.path, k.about, k.doors = "/posts/:id/"+x.verb, reply, moderated(x.own, x.state)
		list = append(list, k)
	}
	return list
}

// moving takes a thread to the other board for members.
func moving(a *asking) url.Values {
	return url.Values{"rule": {"0"}, "reason": {"It belongs there."}, "to_space": {a.params["elsewhere"]}}
}

// splitting takes the second post out of a thread.
func splitting(a *asking) url.Values {
	return url.Values{"posts": {"2"}, "title": {"Another subject"}, "reason": {"It is another subject."}, "to_space": {a.params["elsewhere"]}}
}

// merging joins a thread to another for members.
func merging(a *asking) url.Values {
	return url.Values{"into": {"/threads/" + a.params["into"] + "/top-calls"}, "reason": {"It is the same."}}
}

// laterRows are the rows that are not in force yet, by the features that bring them: whoever builds
// one takes it out of here.
var laterRows = map[string]string{
	"membership":    "D08 D09 M05 M06 M07 M08 M09 M10 S02",
	"practices":     "L05 L06",
	"projects":      "L07",
	"committee":     "C04 C05 C06 C07 C08 C09 C10 C11 C12 C13 G06",
	"groups":        "G01 G02 G05 G07",
	"elections":     "E01 E02 E03 E04 E05 E06",
	"accreditation": "A01 A02 A03 A04 A05",
}

// inForce tells whether a row of the matrix is in force.
func inForce(id string) bool {
	for _, ids := range laterRows {
		if slices.Contains(strings.Fields(ids), id) {
			return false
		}
	}
	return true
}

// unrouted are the rows of this release that no route bears, and why.
var unrouted = map[string]string{
	"S01": "offices are granted from the command line",
	"S03": "nothing on the site impersonates anybody or gives the database away",
	"S04": "they answer on a listener of their own: TestWhatIsForTheServersKeeperIsNotOnTheSite",
}

func TestEveryRowOfTheMatrixIsWalkedOrNotThereYet(t *testing.T) {
	t.Parallel()
	walked := map[string]bool{}
	for _, policy := range policies(t) {
		walked[policy] = true
	}
	for _, k := range knocks() {
		for _, d := range k.doors {
			for _, row := range d.rows {
				walked[row] = true
			}
		}
	}
	rows := matrix(t)
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		switch {
		case !inForce(id):
		case !walked[id] && unrouted[id] == "":
			t.Errorf("no route bears %s: %s", id, rows[id]["action"])
		case walked[id] && unrouted[id] != "":
			t.Errorf("a route bears %s, of which it is said: %s", id, unrouted[id])
		}
	}
	for since, ids := range laterRows {
		for _, id := range strings.Fields(ids) {
			if got := rows[id]["since"]; got != since {
				t.Errorf("%s is brought by %q, and not by %q", id, got, since)
			}
		}
	}
}

// policies are the policies of all routes, by method and path.
func policies(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, r := range open(t, nil).routes() {
		found[r.Method+" "+r.Path] = r.Policy
	}
	return found
}

func TestEveryRouteIsWalked(t *testing.T) {
	t.Parallel()
	rows, all := matrix(t), policies(t)
	walked, missing := map[string]bool{}, map[string]bool{}
	for _, k := range knocks() {
		name := k.method + " " + k.path
		walked[name] = true
		missing[name] = missing[name] || slices.ContainsFunc(k.doors, func(d door) bool { return d.at.gone })
		if all[name] == "" {
			t.Errorf("%s is walked and is no route", name)
		}
	}
	for name, policy := range all {
		switch {
		case !walked[name]:
			t.Errorf("nobody knocks at %s: add it to knocks in authz_test.go", name)
		case strings.ContainsAny(name, ":*") && !missing[name]:
			t.Errorf("nobody knocks at %s about what is not there", name)
		case rows[policy] == nil || !inForce(policy):
			t.Errorf("%s has the policy %s, which is no row of this release", name, policy)
		}
	}
}

func TestTheMatrixHoldsAtEveryRoute(t *testing.T) {
	t.Parallel()
	v := newWalker(t, walkTown(t))
	for _, difference := range v.walk(t, knocks()) {
		t.Error(difference)
	}
	for id, row := range v.rows {
		if !inForce(id) || unrouted[id] != "" {
			continue
		}
		for _, role := range columns {
			if asked := v.cells[id+" "+role]; asked == slices.Contains(strings.Fields(idle[id]), role) {
				t.Errorf("%s for the %s, which is %q: asked on the walk: %t", id, role, row[role], asked)
			}
		}
	}
}

// idle are the cells that nothing depends on, by row.
var idle = map[string]string{
	"C02": "visitor applicant member insider facilitator officer assessor administrator suspended ex_insider ex_committee", // C01 and C03 refuse them first
	"D11": "visitor applicant",                                                                                             // who have written nothing
	"G04": "visitor applicant suspended",                                                                                   // whom D02, D03 and L01 refuse first, whatever the space
	"L03": "visitor applicant suspended",                                                                                   // whom L02 refuses first, whosever it is
}

func TestWhatIsForTheServersKeeperIsNotOnTheSite(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/vars", "/readyz/detail", "/database", "/backup"} {
		for _, role := range columns {
			status, page := w.get(t, role, path)
			wrong(t, path+" as the "+role, status, http.StatusNotFound, page)
		}
	}
}
