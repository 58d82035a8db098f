package upload_test

import (
	"context"
	"crypto/rand"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/moderation"
	"commonroom/models/practice"
	"commonroom/models/project"
	"commonroom/models/space/spacetest"
	"commonroom/models/upload"
)

var ctx = context.Background()

// morning is when these tests begin: by now, so that the clock of the disk agrees.
var morning = time.Now().UTC().Truncate(time.Millisecond)

// site is a store of files with what they hang on, and a handful of people.
type site struct {
	*upload.Store
	t         *testing.T
	db        *db.DB
	folder    string
	discuss   *discuss.Store
	practices *practice.Store
	projects  *project.Store
	ann, bob  member.Member
	carol     member.Member // of the committee
	insider   member.Member // of a private group
	visitor   member.Member
}

func newSite(t *testing.T, limits models.Limits) *site {
	t.Helper()
	d := dbtest.Open(t)
	dbtest.At(d, morning)
	s := &site{t: t, db: d, folder: filepath.Join(t.TempDir(), "files"), discuss: discuss.New(d, models.Limits{}),
		practices: practice.New(d, models.Limits{}), projects: project.New(d, models.Limits{})}
	s.Store = upload.New(d, limits, s.folder)
	t.Cleanup(func() { _ = s.Close() })
	s.write(func(tx *db.Tx) error {
		err := membertest.Confirm(ctx, tx, map[string]*member.Member{"ann": &s.ann, "bob": &s.bob, "carol": &s.carol, "insider": &s.insider})
		if err != nil {
			return err
		}
		_, err = spacetest.Group(ctx, tx, "rotas", s.insider)
		return err
	})
	s.carol.Terms = membertest.OnCommittee()
	return s
}

func (s *site) write(act func(tx *db.Tx) error) {
	s.t.Helper()
	if err := s.db.Write(ctx, act); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) later(by time.Duration) { dbtest.At(s.db, s.db.Now().Add(by)) }

// sent is a picture as somebody sends it; each side makes another one.
func (s *site) sent(side int) upload.NewFile {
	return upload.NewFile{Name: "Ward board.png", Data: upload.SamplePNG(s.t, upload.Quarters(side, max(8, side/5)))}
}

// adds has somebody add a picture.
func (s *site) adds(by member.Member, side int) upload.Upload {
	s.t.Helper()
	u, err := s.Take(ctx, by, s.sent(side))
	if err != nil {
		s.t.Fatal(err)
	}
	return u
}

// starts has somebody start a thread.
func (s *site) starts(by member.Member, board, body string) discuss.Placed {
	s.t.Helper()
	t, err := s.discuss.Start(ctx, by, discuss.NewThread{Board: board, Title: "Top calls", Body: body, Key: rand.Text()})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.first(by, t)
}

func (s *site) first(by member.Member, t discuss.Thread) discuss.Placed {
	s.t.Helper()
	posts, err := s.discuss.Posts(ctx, by, t, 1)
	if err != nil {
		s.t.Fatal(err)
	}
	return discuss.Placed{Thread: t, Post: posts[0]}
}

func (s *site) edits(by member.Member, p discuss.Placed, body string) discuss.Placed {
	s.t.Helper()
	p, err := s.discuss.Edit(ctx, by, p.Post.ID, discuss.EditPost{Body: body, Version: p.Post.Version, Key: rand.Text()})
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// hides has the committee hide a post.
func (s *site) hides(p discuss.Placed) {
	s.t.Helper()
	_, err := s.discuss.DecidePost(ctx, s.carol, moderation.Hide, p.Post.ID, moderation.NewDecision{Rule: 3, Reason: "It is about another subject.", Key: rand.Text()})
	if err != nil {
		s.t.Fatal(err)
	}
}

// opens is what kind of failure somebody meets who asks for a file; empty if they get it.
func (s *site) opens(by member.Member, u upload.Upload) models.Kind {
	s.t.Helper()
	f, err := s.Open(ctx, by, u.ID, u.Name, false)
	if err != nil {
		return models.KindOf(err)
	}
	defer f.Bytes.Close()
	data, err := io.ReadAll(f.Bytes)
	if err != nil || int64(len(data)) != f.Length || f.Length != u.Size {
		s.t.Errorf("%d bytes came of %d: %v", len(data), u.Size, err)
	}
	return ""
}

const gone = models.KindNotFound

// see checks who gets a file, by what they meet.
func (s *site) see(when string, u upload.Upload, want map[string]models.Kind) {
	s.t.Helper()
	people := map[string]member.Member{"ann": s.ann, "bob": s.bob, "carol": s.carol, "insider": s.insider, "visitor": s.visitor}
	for who, kind := range want {
		if got := s.opens(people[who], u); got != kind {
			s.t.Errorf("%s: %s meets %q, want %q", when, who, got, kind)
		}
	}
}

// shelf lists the files on disk.
func (s *site) shelf() (names []string) {
	s.t.Helper()
	err := filepath.WalkDir(s.folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		s.t.Fatal(err)
	}
	return names
}

// age makes everything on disk older.
func (s *site) age(by time.Duration) {
	s.t.Helper()
	for _, name := range s.shelf() {
		if err := os.Chtimes(name, morning.Add(-by), morning.Add(-by)); err != nil {
			s.t.Fatal(err)
		}
	}
}
