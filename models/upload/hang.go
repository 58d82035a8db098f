package upload

import (
	"context"
	"fmt"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

// Hook is what files hang on: a post, or the document of a thread.
type Hook struct {
	column  string
	id      int64
	version int64
	keep    bool // what hangs there already stays, whatever the text says now
}

// OnPost is a post that is being changed. One whose history can be read keeps the files that it had
// before.
func OnPost(id int64, history bool) Hook { return Hook{column: "post_id", id: id, keep: history} }

// OnNewPost is a post on which nothing can hang yet.
func OnNewPost(id int64) Hook { return OnPost(id, true) }

// OnDocument is the document of a thread in a version that is being saved. One without a history
// lets go of what it names no more.
func OnDocument(threadID, version int64, history bool) Hook {
	return Hook{column: "thread_id", id: threadID, version: version, keep: history}
}

// Hang has the files that a text names hang on what the text stands in, in the transaction that
// saves the text. Only who added a file can have it hang somewhere; a file of somebody else's may be
// named, and is shown to those who may see it where it hangs. A file that by cannot see is refused:
// it would be a broken picture to everybody.
func Hang(ctx context.Context, tx *db.Tx, by member.Member, on Hook, files []int64) (err error) {
	defer models.Wrap(&err, "hang %d files on %s %d", len(files), on.column, on.id)
	if err := on.letGo(ctx, tx, files); err != nil || len(files) == 0 {
		return err
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO upload_places (upload_id, `+on.column+`, version)
		SELECT u.id, $1, $2 FROM uploads u WHERE u.id IN `+db.EachID(tx, 4)+` AND (u.by_id = $3
			OR EXISTS (SELECT 1 FROM upload_places q WHERE q.upload_id = u.id AND q.`+on.column+` = $1))
		ON CONFLICT (upload_id, `+on.column+`) DO UPDATE SET version = excluded.version`,
		on.id, on.version, by.ID, db.IDs(files))
	if err != nil {
		return err
	}
	return allThere(ctx, tx, by, files)
}

// ForgetEarlier takes off a post the files that it has in its history alone, in the transaction that
// throws that away.
func ForgetEarlier(ctx context.Context, tx *db.Tx, postID int64) (err error) {
	defer models.Wrap(&err, "let go of the earlier files of post %d", postID)
	loose, err := db.All(ctx, tx, func(id *int64) []any { return []any{id} }, `
		DELETE FROM upload_places
		WHERE post_id = $1 AND NOT EXISTS (SELECT 1 FROM posts p
			WHERE p.id = upload_places.post_id AND p.html LIKE '%"/files/' || CAST(upload_places.upload_id AS TEXT) || '/%')
		RETURNING upload_id`, postID)
	if err != nil {
		return err
	}
	return loosen(ctx, tx, loose)
}

// letGo takes off the hook what the text names no more, if nobody can look up what it said before.
func (on Hook) letGo(ctx context.Context, tx *db.Tx, files []int64) error {
	if on.keep {
		return nil
	}
	loose, err := db.Values[int64](ctx, tx, `
		DELETE FROM upload_places WHERE `+on.column+` = $1 AND upload_id NOT IN `+db.EachID(tx, 2)+`
		RETURNING upload_id`, on.id, db.IDs(files))
	if err != nil {
		return err
	}
	return loosen(ctx, tx, loose)
}

// loosen notes since when files may hang on nothing.
func loosen(ctx context.Context, tx *db.Tx, files []int64) error {
	if len(files) == 0 {
		return nil
	}
	_, err := db.Exec(ctx, tx, `UPDATE uploads SET loose_at = $1 WHERE id IN `+db.EachID(tx, 2), tx.Now, db.IDs(files))
	return err
}

// allThere tells of the first file of a text that by cannot see.
func allThere(ctx context.Context, tx *db.Tx, by member.Member, files []int64) error {
	seen, err := visible(ctx, tx, by, tx.Now, files)
	if err != nil {
		return err
	}
	for _, id := range files {
		if !seen[id] {
			return models.Invalid("body", fmt.Sprintf("The file /files/%d/… is not there any more. Add it again, or take it out of your text.", id))
		}
	}
	return nil
}
