package moderation

import (
	"context"
	"net/url"
	"regexp"
	"strconv"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// The other kinds of thing that a report can be about.
const (
	OnMember = "member" // somebody's profile
	OnPage   = "page"   // an address, as somebody pasted it
)

// About is what a report is about.
type About struct {
	Kind      string // OnThread, OnPost, OnMember or OnPage
	ThreadID  int64
	PostID    int64
	SpaceID   int64
	SubjectID int64  // whose words or profile it is
	Thread    string // the kind of the thread
	Title     string
	Number    int // of the post in its thread
	Author    string
	Handle    string // of the author
	Page      string // the address as it was pasted
}

const aboutCols = `t.id, s.id, t.kind, t.title, m.id, m.name, m.handle`

func (a *About) fields() []any {
	return []any{&a.ThreadID, &a.SpaceID, &a.Thread, &a.Title, &a.SubjectID, &a.Author, &a.Handle}
}

func (a *About) postFields() []any { return append(a.fields(), &a.PostID, &a.Number) }

func (a *About) memberFields() []any { return []any{&a.SubjectID, &a.Author, &a.Handle} }

// Path leads to what it is about; a pasted address leads nowhere, since we cannot vouch for it.
func (a About) Path() string {
	switch a.Kind {
	case OnPost:
		return "/posts/" + strconv.FormatInt(a.PostID, 10)
	case OnThread:
		return "/" + plural(a.Thread) + "/" + strconv.FormatInt(a.ThreadID, 10)
	case OnMember:
		return "/members/" + a.Handle
	}
	return ""
}

func plural(kind string) string {
	if kind == "practice" || kind == "project" {
		return kind + "s"
	}
	return "threads"
}

// Words say what it is: "Post 3 by Ann Ward in “Ten top calls”".
func (a About) Words() string {
	switch a.Kind {
	case OnPost:
		return "Post " + strconv.Itoa(a.Number) + " by " + a.Author + " in “" + a.Title + "”"
	case OnThread:
		return "“" + a.Title + "” by " + a.Author
	case OnMember:
		return "The profile of " + a.Author
	}
	if a.Page == "" {
		return "A message to the committee"
	}
	return a.Page
}

// About finds what the form is about, as far as by may see it: who may not is told there is
// none. Without a post, thread or member it is a pasted address.
func (s *Store) About(ctx context.Context, by member.Member, in NewReport) (a About, err error) {
	defer models.Wrap(&err, "find what is reported")
	return s.about(ctx, s.db, by, in)
}

func (s *Store) about(ctx context.Context, q db.Queryer, by member.Member, in NewReport) (About, error) {
	named, kind := in.named()
	if named {
		return s.find(ctx, q, by, in, kind)
	}
	page := About{Kind: OnPage, Page: in.Page}
	pasted, ours := pasted(in.Page)
	if !ours {
		return page, nil
	}
	_, kind = pasted.named()
	a, err := s.find(ctx, q, by, pasted, kind)
	if models.KindOf(err) == models.KindNotFound { // not theirs to see, or not there: the committee will know
		page.SubjectID, err = concerned(ctx, q, pasted)
		return page, err
	}
	a.Page = in.Page
	return a, err
}

func (s *Store) find(ctx context.Context, q db.Queryer, by member.Member, in NewReport, kind string) (a About, err error) {
	as := func(more ...any) []any { return space.As(by, s.db.Now(), more...) }
	switch kind {
	case OnPost:
		a, err = db.One(ctx, q, (*About).postFields, `
			SELECT `+aboutCols+`, p.id, p.number
			FROM posts p
			JOIN threads t ON t.id = p.thread_id
			JOIN spaces s ON s.id = t.space_id
			JOIN members m ON m.id = p.author_id
			WHERE (p.id = $4 OR p.thread_id = $5 AND p.number = $6) AND `+space.SeesPost, as(in.Post, in.Thread, in.number)...)
	case OnThread:
		a, err = db.One(ctx, q, (*About).fields, `
			SELECT `+aboutCols+`
			FROM threads t
			JOIN spaces s ON s.id = t.space_id
			JOIN members m ON m.id = t.author_id
			WHERE t.id = $4 AND `+space.Sees, as(in.Thread)...)
	default:
		a, err = findMember(ctx, q, by, in.Member)
	}
	a.Kind = kind
	if models.KindOf(err) == models.KindNotFound {
		return a, models.NotFound("no such " + kind)
	}
	return a, err
}

// concerned finds whose words or profile an address leads to, whoever may read it; 0 if nobody's.
// Nobody is shown it: it keeps a report from the one it is about, even where the one who reports
// could only paste an address they may not open.
func concerned(ctx context.Context, q db.Queryer, in NewReport) (id int64, err error) {
	_, kind := in.named()
	switch kind {
	case OnPost:
		id, err = db.Value[int64](ctx, q, `
			SELECT p.author_id FROM posts p WHERE p.id = $1 OR p.thread_id = $2 AND p.number = $3`, in.Post, in.Thread, in.number)
	case OnThread:
		id, err = db.Value[int64](ctx, q, `SELECT t.author_id FROM threads t WHERE t.id = $1`, in.Thread)
	default:
		id, err = db.Value[int64](ctx, q, `SELECT m.id FROM members m WHERE m.handle = $1`, in.Member)
	}
	if models.KindOf(err) == models.KindNotFound {
		return 0, nil
	}
	return id, err
}

// findMember finds a profile; only members are shown those.
func findMember(ctx context.Context, q db.Queryer, by member.Member, handle string) (About, error) {
	if !by.IsMember() {
		return About{}, db.ErrNone
	}
	return db.One(ctx, q, (*About).memberFields, `
		SELECT m.id, m.name, m.handle FROM members m WHERE m.handle = $1 AND m.state IN ('member', 'suspended')`, handle)
}

// named tells whether the form names a thing of ours, and of what kind.
func (in NewReport) named() (named bool, kind string) {
	switch {
	case in.Post != 0, in.number != 0:
		return true, OnPost
	case in.Thread != 0:
		return true, OnThread
	case in.Member != "":
		return true, OnMember
	}
	return false, OnPage
}

var (
	threadPath = regexp.MustCompile(`^/(?:threads|practices|projects)/([1-9][0-9]{0,17})(?:/|$)`)
	postPath   = regexp.MustCompile(`^/posts/([1-9][0-9]{0,17})(?:/|$)`)
	memberPath = regexp.MustCompile(`^/members/([a-z0-9-]{2,40})$`)
	postMark   = regexp.MustCompile(`^post-([1-9][0-9]{0,8})$`)
)

// pasted reads an address of this site, written without its host: which post, thread or member
// it means, if any.
func pasted(address string) (in NewReport, ours bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" {
		return in, false
	}
	if found := postPath.FindStringSubmatch(u.Path); found != nil {
		in.Post, _ = strconv.ParseInt(found[1], 10, 64)
	} else if found := threadPath.FindStringSubmatch(u.Path); found != nil {
		in.Thread, _ = strconv.ParseInt(found[1], 10, 64)
		if mark := postMark.FindStringSubmatch(u.Fragment); mark != nil {
			in.number, _ = strconv.Atoi(mark[1])
		}
	} else if found := memberPath.FindStringSubmatch(u.Path); found != nil {
		in.Member = found[1]
	}
	named, _ := in.named()
	return in, named
}
