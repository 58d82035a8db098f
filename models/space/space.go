// Package space is where a thread lives. Its space alone decides who may read and write it:
// a board, a peer group, the committee room, a conversation. Here stands the one predicate
// that every list, page, notice and feed passes.
package space

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// Kind is what sort of place it is.
type Kind string

// The kinds of space.
const (
	Board        Kind = "board"
	Group        Kind = "group"
	Committee    Kind = "committee"
	Conversation Kind = "conversation"
)

// Readers says who may read a space.
type Readers string

// Who may read.
const (
	Public  Readers = "public"  // anyone on the internet
	Members Readers = "members" // confirmed members
	Private Readers = "private" // those on its roster
)

// Space is a place for threads.
type Space struct {
	ID      int64
	Kind    Kind
	Slug    string
	Name    string
	Purpose string
	Readers Readers
	Holds   string // what is made here: discussion, practice or project
}

// Cols are the columns of spaces s that Fields reads.
const Cols = `s.id, s.kind, s.slug, s.name, s.purpose, s.readers, s.holds`

// Fields are where the columns Cols go.
func (s *Space) Fields() []any {
	return []any{&s.ID, &s.Kind, &s.Slug, &s.Name, &s.Purpose, &s.Readers, &s.Holds}
}

// Path is the address of the page that lists what is in the space.
func (s Space) Path() string {
	switch s.Holds {
	case "practice":
		return "/practices"
	case "project":
		return "/projects"
	}
	return "/boards/" + s.Slug
}

// The predicate. It is written over the aliases s (spaces), t (threads) and p (posts), and
// its arguments are those that As gives: $1 who, $2 whether they are a confirmed member, $3
// whether they moderate. Reads: may read the space. Authored: are among those who made what the
// thread belongs to. Sees: may read the space, and the thread is published or they are among its
// authors, and it is not hidden or they wrote it or may moderate here. SeesPost adds the same of
// the post; ShowsPost is what it adds, for a query that has Sees already and keeps the place of a
// hidden post. There is no other read path.
const (
	Reads = `(s.readers = 'public' OR (s.readers = 'members' AND $2) OR (s.readers = 'private' AND $2 AND EXISTS (
		SELECT 1 FROM space_members r WHERE r.space_id = s.id AND r.member_id = $1 AND r.here)))`

	moderates = `(($3 AND s.readers <> 'private') OR ($2 AND EXISTS (
		SELECT 1 FROM space_members r WHERE r.space_id = s.id AND r.member_id = $1 AND r.here AND r.role = 'facilitator')))`

	Authored = `($2 AND EXISTS (SELECT 1 FROM thread_authors w WHERE w.thread_id = t.id AND w.member_id = $1))`

	Sees = `(` + Reads + `
		AND (t.published OR ` + Authored + `)
		AND (NOT t.hidden OR t.author_id = $1 OR ` + moderates + `))`

	ShowsPost = `(NOT p.hidden OR p.author_id = $1 OR ` + moderates + `)`

	SeesPost = `(` + Sees + ` AND ` + ShowsPost + `)`
)

// As gives the arguments of Sees and SeesPost for the person by at a moment, then the query's
// own, which count from $4.
func As(by member.Member, now time.Time, more ...any) []any {
	return append([]any{by.ID, by.IsMember(), by.Holds(member.Moderate, now)}, more...)
}

// Reader gives the arguments of a query that has Reads alone; its own count from $3.
func Reader(by member.Member, more ...any) []any {
	return append([]any{by.ID, by.IsMember()}, more...)
}

// Store keeps spaces.
type Store struct{ db *db.DB }

// New gives the spaces kept in d.
func New(d *db.DB) *Store { return &Store{db: d} }

// Spaces lists the spaces that by may read and where threads of the sort named by holds are
// made (discussion, practice or project; empty for all): boards first, in their order.
func (st *Store) Spaces(ctx context.Context, by member.Member, holds string) (list []Space, err error) {
	defer models.Wrap(&err, "list spaces")
	return db.All(ctx, st.db, (*Space).Fields, `
		SELECT `+Cols+`
		FROM spaces s
		WHERE ($3 = '' OR s.holds = $3) AND `+Reads+`
		ORDER BY CASE s.kind WHEN 'board' THEN 0 ELSE 1 END, s.position, s.id
		LIMIT 200`, Reader(by, holds)...)
}

// Space finds a space by its slug, for someone who may read it.
func (st *Store) Space(ctx context.Context, by member.Member, slug string) (s Space, err error) {
	defer models.Wrap(&err, "find space %q", slug)
	return find(ctx, st.db, by, `s.slug = $3`, slug)
}

// Writable finds a space by id for someone who means to write there: who may not read it is
// told so, and who may only read it is told why they cannot write.
func Writable(ctx context.Context, q db.Queryer, by member.Member, id int64) (s Space, err error) {
	if s, err = find(ctx, q, by, `s.id = $3`, id); err != nil {
		return s, err
	}
	return s, s.CanWrite(by)
}

// find reads the space that which picks by $3.
func find(ctx context.Context, q db.Queryer, by member.Member, which string, arg any) (Space, error) {
	one := func(by member.Member) (Space, error) {
		return db.One(ctx, q, (*Space).Fields, `
			SELECT `+Cols+` FROM spaces s WHERE `+which+` AND `+Reads, Reader(by, arg)...)
	}
	s, err := one(by)
	return s, Shut(err, by, "no such board", func(any member.Member) error {
		_, err := one(any)
		return err
	})
}

// Shut puts into words that by was not shown something, where err says that there was no row.
// Of what any member may read, those without a place are told that it is for members; of all
// else nobody is told more than what, such as "no such thread". again asks once more, for a
// member without office or seat.
func Shut(err error, by member.Member, what string, again func(any member.Member) error) error {
	if models.KindOf(err) != models.KindNotFound {
		return err
	}
	if by.IsMember() {
		return models.NotFound(what)
	}
	switch err := again(member.Member{State: member.Confirmed}); {
	case models.KindOf(err) == models.KindNotFound:
		return models.NotFound(what)
	case err != nil:
		return err
	case by.IsVisitor():
		return models.SignInTo("This is written for members. Sign in if you are one. If you took part in the programme, sign in to ask for a place.")
	}
	return models.Forbidden("Only members can read this.")
}

// CanWrite tells why by may not write in the space; nil if they may. Whether they may read it
// has been asked before.
func (s Space) CanWrite(by member.Member) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case by.State == member.Applicant:
		return models.Forbidden("You can write as soon as your place is confirmed.")
	case !by.IsMember():
		return models.Forbidden("Your place does not let you write at present.")
	}
	return nil
}
