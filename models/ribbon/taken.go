package ribbon

import (
	"context"

	"commonroom/models/db"
)

// Taken carries ribbons along when posts of one thread have been taken to another, behind the
// posts that this had before. Who has read on to there has read of what came what they had read
// where it comes from. Who has no ribbon there yet follows it as they followed the other; of a
// thread that begins with what came, they have read as much. The places that the posts left are
// written by then.
func Taken(ctx context.Context, tx *db.Tx, from, to int64, before int) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE ribbons
		SET read_to = read_to + (
			SELECT count(*)
			FROM ribbons f
			JOIN post_places x ON x.thread_id = f.thread_id AND x.number <= f.read_to
			JOIN posts p ON p.id = x.post_id
			WHERE f.member_id = ribbons.member_id AND f.thread_id = $1 AND p.thread_id = $2 AND p.number > $3)
		WHERE thread_id = $2 AND read_to >= $3`, from, to, before)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO ribbons (member_id, thread_id, read_to, follow, moved_at)
		SELECT f.member_id, t.id, CASE WHEN $3 > 0 THEN 0 ELSE (
			SELECT count(*)
			FROM post_places x
			JOIN posts p ON p.id = x.post_id
			WHERE x.thread_id = f.thread_id AND x.number <= f.read_to AND p.thread_id = t.id) END, f.follow, $4
		FROM ribbons f
		JOIN threads t ON t.id = $2
		WHERE f.thread_id = $1
		ON CONFLICT (member_id, thread_id) DO NOTHING`, from, to, before, tx.Now)
	return err
}
