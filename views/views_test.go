package views

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/member"
)

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestATimeIsSaidAsPeopleSayIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, at, now, want string }{
		{"on the same day it is the hour", "2026-11-24T14:05:00Z", "2026-11-24T18:00:00Z", "today 14:05"},
		{"the hour is London's", "2026-07-01T13:05:00Z", "2026-07-01T18:00:00Z", "today 14:05"},
		{"the day is London's: 23:30 UTC in July is tomorrow", "2026-07-01T23:30:00Z", "2026-07-02T08:00:00Z", "today 00:30"},
		{"yesterday is a day", "2026-11-23T23:59:00Z", "2026-11-24T00:10:00Z", "23 November"},
		{"the same year goes without saying", "2026-05-03T09:00:00Z", "2026-11-24T00:10:00Z", "3 May"},
		{"another year is said", "2024-05-03T09:00:00Z", "2026-11-24T00:10:00Z", "3 May 2024"},
		{"the year is London's too", "2025-12-31T23:30:00Z", "2026-01-01T10:00:00Z", "31 December 2025"},
	} {
		if got := When(moment(t, c.at), moment(t, c.now)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestADayIsTodayWhereLondonHasIt(t *testing.T) {
	t.Parallel()
	now := moment(t, "2026-07-01T23:30:00Z") // the second of July there
	for at, want := range map[string]string{"2026-07-02T09:00:00Z": "today", "2026-07-01T22:30:00Z": "1 July", "2025-07-02T09:00:00Z": "2 July 2025"} {
		if got := DayWords(moment(t, at), now); got != want {
			t.Errorf("%s: got %q, want %q", at, got, want)
		}
	}
}

func TestWhatADocumentHasAreComments(t *testing.T) {
	t.Parallel()
	for kind, want := range map[discuss.Kind]string{discuss.Discussion: "2 replies", discuss.Practice: "2 comments", discuss.Project: "2 comments"} {
		posts := 2
		if kind == discuss.Discussion {
			posts = 3 // the first one opens it
		}
		if got := RowIn(discuss.Thread{Kind: kind, Posts: posts}).repliesWords(); got != want {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
}

// An address that nobody has confirmed was not looked up: the list does not say that it is not
// on the roll.
func TestAnApplicantsStateSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	for want, hint := range map[string]member.Hint{
		"Address not confirmed": {Name: "Kit"},
		"Not on the roll":       {Name: "Sam", Trusted: true},
		"On the roll":           {Name: "Ann", Trusted: true, RollName: "Ann Ward"},
		"Place is taken":        {Name: "Ann", Trusted: true, RollName: "Ann Ward", Taken: true},
	} {
		if got := stateOf(member.Application{Hints: []member.Hint{hint}}); got.Text != want {
			t.Errorf("got %q, want %q", got.Text, want)
		}
	}
}

func TestATimeCarriesItsExactMoment(t *testing.T) {
	t.Parallel()
	at := moment(t, "2026-07-01T13:05:09Z")
	got := draw(t, Time(at, at))
	want := `<time datetime="2026-07-01T13:05:09Z" title="1 July 2026, 14:05 BST">today 14:05</time>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestARoomSaysWhoReadsIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		room           Room
		word, sentence string
	}{
		{"a public board", Room{Kind: "board", Readers: "public"}, "Public board", "Anyone on the internet can read this."},
		{"a members' board", Room{Kind: "board", Readers: "members"}, "Members’ board", "Every member can read this. Visitors cannot."},
		{"a peer group", Room{Kind: "group", Readers: "private", Name: "Leeds group", People: 8}, "Peer group · private", "Only the 8 people in Leeds group can read this."},
		{"a room whose people are not counted", Room{Kind: "committee", Readers: "private", Name: "the committee room"}, "Committee room", "Only the people in the committee room can read this."},
		{"a conversation with oneself", Room{Kind: "conversation", Readers: "private", People: 1}, "Conversation · private", "Only you can read this."},
		{"a room without readers named is taken as private", Room{Kind: "board", Name: "X"}, "Members’ board", "Only the people in X can read this."},
	} {
		if got := c.room.Word(); got != c.word {
			t.Errorf("%s: got word %q, want %q", c.name, got, c.word)
		}
		if got := c.room.WhoReads(); got != c.sentence {
			t.Errorf("%s: got %q, want %q", c.name, got, c.sentence)
		}
	}
}

func TestPagesShowTheEndsAndTheNeighbours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		page, last int
		want       []int // 0 is a gap
	}{
		{"few pages are all shown", 2, 3, []int{1, 2, 3}},
		{"in the middle there are two gaps", 5, 9, []int{1, 0, 4, 5, 6, 0, 9}},
		{"at the start there is one", 1, 9, []int{1, 2, 0, 9}},
		{"at the end there is one", 9, 9, []int{1, 0, 8, 9}},
	} {
		got := Pager{Page: c.page, Last: c.last}.numbers()
		if len(got) != len(c.want) {
			t.Fatalf("%s: got %v, want %v", c.name, got, c.want)
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.name, got, c.want)
			}
		}
	}
}

func TestAPageHasOneAddress(t *testing.T) {
	t.Parallel()
	plain, asked := Pager{Base: "/threads/41/rotas"}, Pager{Base: "/members?q=ward"}
	for _, c := range []struct{ got, want string }{
		{plain.Href(1), "/threads/41/rotas"},
		{plain.Href(3), "/threads/41/rotas?page=3"},
		{asked.Href(3), "/members?q=ward&page=3"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestADoorIsMarkedWhereOneStands(t *testing.T) {
	t.Parallel()
	threads, practices := Door{"Threads", "/boards"}, Door{"Practices", "/practices"}
	for _, c := range []struct {
		name, path string
		door       Door
		want       string
	}{
		{"on its own page", "/boards", threads, "page"},
		{"on a page behind it", "/practices/41/huddle", practices, "true"},
		{"a thread stands behind Threads", "/threads/41/rotas", threads, "true"},
		{"not on another's page", "/projects", practices, "false"},
		{"not where only the beginning of a word is the same", "/practices-old", practices, "false"},
	} {
		if got := (Frame{Path: c.path}).In(c.door); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheFrameShowsOnlyDoorsThatOpen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		by   Person
		has  []string
		not  []string
	}{
		{"a visitor", Person{}, []string{"/sign-in"}, []string{`href="/members"`, "/notices", "/sign-out", "/settings"}},
		{"a member", Person{ID: 1, Handle: "ann", Member: true}, []string{`href="/members"`, "/notices", "/sign-out", "/members/ann"}, []string{"/reports", "/committee/applicants"}},
		{"an applicant", Person{ID: 1, Applicant: true}, []string{"/join", "/notices", "/sign-out"}, []string{`href="/members"`, "/settings/profile"}},
		{"a suspended member", Person{ID: 1, Suspended: true}, []string{"/sign-out"}, []string{`href="/members"`, "/settings"}},
		{"a committee member", Person{ID: 1, Member: true, Committee: true}, []string{"/reports", "/committee/applicants"}, nil},
		{"an administrator does not moderate", Person{ID: 1, Member: true, Admin: true}, []string{"/committee/applicants"}, []string{"/reports"}},
	} {
		page := draw(t, Layout(Frame{By: c.by}))
		for _, want := range c.has {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", c.name, want)
			}
		}
		for _, no := range c.not {
			if strings.Contains(page, no) {
				t.Errorf("%s: there is %s", c.name, no)
			}
		}
	}
}

func TestSigningInLeadsBack(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]templ.SafeURL{
		"/":           "/sign-in",
		"/sign-in":    "/sign-in",
		"/threads/41": "/sign-in?return_to=%2Fthreads%2F41%3Fpage%3D2",
	} {
		frame := Frame{Path: path}
		if path == "/threads/41" {
			frame.Query = "page=2"
		}
		if got := frame.SignInPath(); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestAFieldIsTiedToItsHintAndError(t *testing.T) {
	t.Parallel()
	problems := models.Problems{{Field: "body", Message: "Write something first."}}
	area := draw(t, TextArea(Field{Name: "body", Label: "Your reply", Hint: "Be kind", Value: "\n<b>", Max: 20000, Error: problems.For("body")}))
	for _, want := range []string{
		`for="field-body"`, `id="field-body"`,
		`aria-describedby="field-body-hint field-body-error field-body-count"`,
		`id="field-body-hint"`, `id="field-body-error"`, `id="field-body-count"`,
		`aria-invalid="true"`, "up to 20,000 characters",
		">\n\n&lt;b&gt;</textarea>", // a browser drops the first line break, so the words keep theirs
	} {
		if !strings.Contains(area, want) {
			t.Errorf("no %s in %s", want, area)
		}
	}
	if summary := draw(t, ErrorSummary(problems)); !strings.Contains(summary, `href="#field-body"`) {
		t.Errorf("the summary does not lead to the field: %s", summary)
	}
}

func TestOnlyMembersAreLedToAProfile(t *testing.T) {
	t.Parallel()
	ann := Author{Name: "Ann Ward", JobTitle: "lead nurse", Organisation: "Leeds", Handle: "ann"}
	if got := draw(t, Byline(Frame{}, ann)); strings.Contains(got, "href") || !strings.Contains(got, "lead nurse, Leeds") {
		t.Errorf("a visitor sees %s", got)
	}
	if got := draw(t, Byline(Frame{By: Person{ID: 1, Member: true}}, ann)); !strings.Contains(got, `href="/members/ann"`) {
		t.Errorf("a member sees %s", got)
	}
}

func TestAWithdrawnPostKeepsItsNumberAndNotItsWords(t *testing.T) {
	t.Parallel()
	got := draw(t, Post(Frame{}, Entry{Number: 7, Kind: "withdrawn", HTML: "<p>secret</p>", Why: "On 3 May."}))
	if strings.Contains(got, "secret") || !strings.Contains(got, `id="post-7"`) || !strings.Contains(got, "Withdrawn by its author") {
		t.Errorf("got %s", got)
	}
}

func TestNoPageNeedsInlineScriptOrStyle(t *testing.T) {
	t.Parallel()
	page := draw(t, ErrorPage(Frame{By: Person{ID: 1, Member: true}, Notices: 2}, Failure{Heading: "Busy", Kept: []KeptField{{"Your reply", "x"}}}))
	for _, no := range []string{" style=", " onclick", "<style", "javascript:", "<script>"} {
		if strings.Contains(page, no) {
			t.Errorf("the page holds %s", no)
		}
	}
}

func TestNumbersAreReadable(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 20000: "20,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := Thousands(n); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for n, want := range map[int]string{0: "no replies", 1: "1 reply", 2: "2 replies"} {
		if got := Count(n, "reply", "replies"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
