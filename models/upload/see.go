package upload

import (
	"context"
	"io"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Who may have a file: whoever may read something that it hangs on, as the reader of that would be
// shown it; of a document's earlier versions, those who may look them up. Until it hangs on anything,
// only the member who added it. The arguments are those of space.As; the file is u.
const (
	hooks = `upload_places q
		LEFT JOIN posts p ON p.id = q.post_id
		JOIN threads t ON t.id = coalesce(q.thread_id, p.thread_id)
		JOIN spaces s ON s.id = t.space_id
		LEFT JOIN practices d ON d.thread_id = q.thread_id
		WHERE q.upload_id = u.id`

	sees = `(EXISTS (
			SELECT 1 FROM ` + hooks + ` AND ` + space.Sees + `
			AND (q.post_id IS NULL OR (` + space.ShowsPost + ` AND (NOT p.withdrawn OR p.author_id = $1)))
			AND (d.thread_id IS NULL OR q.version >= d.published_version OR ` + space.Authored + `))
		OR ($2 AND u.by_id = $1 AND NOT EXISTS (SELECT 1 FROM upload_places q WHERE q.upload_id = u.id)))`
)

// visible tells which of some files by may have.
func visible(ctx context.Context, q db.Queryer, by member.Member, now time.Time, files []int64) (map[int64]bool, error) {
	seen, err := db.Values[int64](ctx, q, `
		SELECT u.id FROM uploads u WHERE u.id IN `+db.EachID(q, 4)+` AND `+sees, space.As(by, now, db.IDs(files))...)
	found := map[int64]bool{}
	for _, id := range seen {
		found[id] = true
	}
	return found, err
}

// File is a file to be sent: what it is, and its bytes.
type File struct {
	Upload
	Tag    string // stands for the bytes
	Length int64
	Bytes  io.ReadCloser
}

// Open gives the file with a number and a name, for somebody who may have it; small says that of a
// wide picture the smaller is meant. Of any other file nobody is told that it is there.
func (s *Store) Open(ctx context.Context, by member.Member, id int64, name string, small bool) (f File, err error) {
	defer models.Wrap(&err, "open file %d", id)
	u, err := s.find(ctx, by, id)
	if err != nil {
		return f, err
	}
	f = File{Upload: u, Tag: u.digest}
	if small && u.shown != "" {
		f.Tag = u.shown
	}
	if u.Name != name || small && u.shown == "" {
		return f, errNone
	}
	bytes, err := s.shelf.take(f.Tag)
	if err != nil {
		return f, err
	}
	info, err := bytes.Stat()
	if err != nil {
		_ = bytes.Close() // it was only read
		return f, err
	}
	f.Bytes, f.Length = bytes, info.Size()
	return f, nil
}

// errNone is said of a file that is not there, or not for the one who asks.
var errNone = models.NotFound("no such file")

func (s *Store) find(ctx context.Context, by member.Member, id int64) (Upload, error) {
	one := func(by member.Member) (Upload, error) {
		return db.One(ctx, s.db, (*Upload).fields, `
			SELECT `+cols+` FROM uploads u WHERE u.id = $4 AND `+sees, space.As(by, s.db.Now(), id)...)
	}
	u, err := one(by)
	return u, space.Shut(err, by, "no such file", func(any member.Member) error {
		_, err := one(any)
		return err
	})
}
