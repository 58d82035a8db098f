package mark

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Bounds of what somebody notes of a post.
const (
	MaxNote      = 500 // characters: why one wants to come back, not an essay
	mostVersions = 1 << 31
	mostYears    = 5 // how far ahead one is reminded
	perBookmarks = 25
)

// Bookmark is a post that a member keeps for themselves. Version 0 says that they do not keep it.
type Bookmark struct {
	discuss.Placed
	ID      int64
	Note    string
	Remind  models.Day // the day on which they are reminded; empty for none
	Made    time.Time
	Version int64
}

const bookmarkCols = `b.id, b.note, b.remind_day, b.made_at, b.version`

func (b *Bookmark) fields() []any {
	return []any{&b.ID, &b.Note, &b.Remind, &b.Made, &b.Version}
}

// EditBookmark is what somebody notes of a post they keep. Version is the one they started from; 0
// for a post that they did not keep.
type EditBookmark struct {
	Note    string `form:"note"`
	Remind  string `form:"remind"`
	Version int64  `form:"version"`
	Key     string `form:"key"`
}

// Keep bookmarks a post for by. One kept already stays as it is, with its note.
func (s *Store) Keep(ctx context.Context, by member.Member, postID int64) (p discuss.Placed, err error) {
	defer models.Wrap(&err, "bookmark post %d", postID)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = keepable(ctx, tx, by, postID); err != nil {
			return err
		}
		n, err := db.Exec(ctx, tx, `
			INSERT INTO bookmarks (member_id, post_id, made_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, by.ID, postID, tx.Now)
		if err != nil || n == 0 {
			return err
		}
		return record(ctx, tx, by, p, activity.Bookmarked)
	})
	return p, err
}

// Note bookmarks a post for by with a note and a day to be reminded on, or changes the two.
func (s *Store) Note(ctx context.Context, by member.Member, postID int64, in EditBookmark) (p discuss.Placed, err error) {
	defer models.Wrap(&err, "note something of post %d", postID)
	if p, err = s.keepable(ctx, by, postID); err != nil {
		return p, err
	}
	note, wrongNote := prose.Plain("note", "a note", in.Note, MaxNote)
	remind, wrongDay := dayToCome("remind", in.Remind, s.db.Now())
	var wrongVersion error
	if in.Version < 0 || in.Version >= mostVersions { // no page of ours had it, and one cannot count on from there
		wrongVersion = models.Invalid("version", "This form is out of date. Nothing was saved: open the page again and send it from there.")
	}
	if err := models.Check(wrongNote, wrongDay, wrongVersion); err != nil {
		return p, err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		if _, err := keepable(ctx, tx, by, postID); err != nil {
			return 0, err
		}
		verb, err := put(ctx, tx, by, postID, Bookmark{Note: note, Remind: remind, Version: in.Version})
		if err != nil {
			return 0, err
		}
		return postID, record(ctx, tx, by, p, verb)
	})
	return p, err
}

// put writes a bookmark that by opened in b.Version. One that was removed meanwhile is there again.
func put(ctx context.Context, tx *db.Tx, by member.Member, postID int64, b Bookmark) (verb activity.Verb, err error) {
	n, err := db.Exec(ctx, tx, `
		UPDATE bookmarks SET note = $4, remind_day = $5, version = version + 1
		WHERE member_id = $1 AND post_id = $2 AND version = $3`, by.ID, postID, b.Version, b.Note, b.Remind)
	if err != nil || n > 0 {
		return activity.BookmarkChanged, err
	}
	n, err = db.Exec(ctx, tx, `
		INSERT INTO bookmarks (member_id, post_id, note, remind_day, made_at, version)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`, by.ID, postID, b.Note, b.Remind, tx.Now, b.Version+1)
	if err == nil && n == 0 {
		err = models.Conflict("Your note has changed since you opened it. Nothing was saved: see below what is different.")
	}
	return activity.Bookmarked, err
}

// Drop has by keep a post no longer, with what they noted of it. Not kept, it stays so. It is their
// own list, so they take a post off it that they may no longer read.
func (s *Store) Drop(ctx context.Context, by member.Member, postID int64) (err error) {
	defer models.Wrap(&err, "remove the bookmark at post %d", postID)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `DELETE FROM bookmarks WHERE member_id = $1 AND post_id = $2`, by.ID, postID)
		if err == nil && n == 0 {
			_, err = discuss.FindPost(ctx, tx, by, tx.Now, postID)
			return err
		}
		if err != nil {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.BookmarkRemoved, PostID: postID})
	})
}

// Bookmark finds what by keeps of a post that they may see: a bookmark of version 0 if nothing.
func (s *Store) Bookmark(ctx context.Context, by member.Member, postID int64) (b Bookmark, err error) {
	defer models.Wrap(&err, "find the bookmark at post %d", postID)
	p, err := s.keepable(ctx, by, postID)
	if err != nil {
		return b, err
	}
	b, err = db.One(ctx, s.db, (*Bookmark).fields, `
		SELECT `+bookmarkCols+` FROM bookmarks b WHERE b.member_id = $1 AND b.post_id = $2`, by.ID, postID)
	if models.KindOf(err) == models.KindNotFound {
		err = nil
	}
	b.Placed = p
	return b, err
}

// Bookmarks lists the posts that by keeps and may still read, those kept last first.
func (s *Store) Bookmarks(ctx context.Context, by member.Member, cursor string) (page models.Page[Bookmark], err error) {
	defer models.Wrap(&err, "list the bookmarks of %d", by.ID)
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return page, err
	}
	all := func(b *Bookmark) []any { return append(b.fields(), b.Placed.Fields()...) }
	rows, err := db.All(ctx, s.db, all, `
		SELECT `+bookmarkCols+`, `+discuss.PlacedCols+`
		FROM `+discuss.PlacedFrom+`
		JOIN bookmarks b ON b.post_id = p.id
		WHERE b.member_id = $1 AND (b.made_at, b.id) < ($4, $5) AND `+space.SeesPost+`
		ORDER BY b.made_at DESC, b.id DESC
		LIMIT $6`, space.As(by, s.db.Now(), from.At, from.ID, perBookmarks+1)...)
	return models.PageOf(rows, perBookmarks, func(b Bookmark) models.Cursor { return models.Cursor{At: b.Made, ID: b.ID} }), err
}

func (s *Store) keepable(ctx context.Context, by member.Member, postID int64) (discuss.Placed, error) {
	return find(ctx, s.db, by, s.db.Now(), postID)
}

func keepable(ctx context.Context, tx *db.Tx, by member.Member, postID int64) (discuss.Placed, error) {
	return find(ctx, tx, by, tx.Now, postID)
}

// find reads a post that by may keep: whatever a member may see.
func find(ctx context.Context, q db.Queryer, by member.Member, now time.Time, postID int64) (p discuss.Placed, err error) {
	if p, err = discuss.FindPost(ctx, q, by, now, postID); err != nil {
		return p, err
	}
	return p, CanKeep(by, p)
}

// CanKeep tells why by may not keep the post for themselves; nil if they may.
func CanKeep(by member.Member, p discuss.Placed) error { return p.Thread.Space.CanWrite(by) }

// dayToCome reads a day that may be left empty, from today on.
func dayToCome(field, text string, now time.Time) (models.Day, error) {
	if text == "" {
		return "", nil
	}
	day, err := models.ParseDay(text)
	switch {
	case err != nil:
		return "", models.Invalid(field, "Enter a day such as 2026-11-24.")
	case day < models.DayOf(now):
		return "", models.Invalid(field, "Choose today or a day to come.")
	case day > models.DayOf(now.AddDate(mostYears, 0, 0)):
		return "", models.Invalid(field, "Choose a day within the next five years.")
	}
	return day, nil
}

func record(ctx context.Context, tx *db.Tx, by member.Member, p discuss.Placed, verb activity.Verb) error {
	return activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: verb, SpaceID: p.Thread.Space.ID, ThreadID: p.Thread.ID, PostID: p.Post.ID,
	})
}
