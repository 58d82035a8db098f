package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/draft"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/ribbon"
	"commonroom/models/upload"
)

// NewReply is what somebody fills in to answer in a thread.
type NewReply struct {
	Body    string `form:"body" prose:"post"`
	ReplyTo int    `form:"reply_to"` // the number of the post it answers; 0 for the thread
	Revive  bool   `form:"revive"`   // they mean to write in a thread that has cooled
	Key     string `form:"key"`
	draft.Ref
}

// Reply adds a post to a thread.
func (s *Store) Reply(ctx context.Context, by member.Member, threadID int64, in NewReply) (p Placed, err error) {
	defer models.Wrap(&err, "reply in thread %d", threadID)
	t, err := s.Thread(ctx, by, threadID)
	if err != nil {
		return p, err
	}
	if err := t.Space.CanWrite(by); err != nil {
		return p, err
	}
	said, err := s.listen(ctx, in.Body)
	if err != nil {
		return p, err
	}
	id, err := draft.Send(ctx, s.db, by, in.Ref, in.Key, func(tx *db.Tx) (int64, error) {
		t, err := Find(ctx, tx, by, tx.Now, "", threadID)
		if err != nil {
			return 0, err
		}
		return s.reply(ctx, tx, by, t, in, said)
	})
	if err != nil {
		return p, err
	}
	return s.Post(ctx, by, id)
}

func (s *Store) reply(ctx context.Context, tx *db.Tx, by member.Member, t Thread, in NewReply, said words) (int64, error) {
	err := models.Check(t.CanReply(by), t.canAnswer(in.ReplyTo), t.mayRevive(in.Revive, tx.Now),
		MayQuote(ctx, tx, by, t.Space, "body", said.Source), t.mayPostIn(ctx, tx, by), s.mayPost(ctx, tx, by))
	if err != nil {
		return 0, err
	}
	id, err := addPost(ctx, tx, by, t.ID, in.ReplyTo, said)
	if err != nil {
		return 0, err
	}
	if err := index.Put(ctx, tx, index.Post(id)); err != nil {
		return 0, err
	}
	return id, activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: activity.Replied, SpaceID: t.Space.ID, ThreadID: t.ID, PostID: id,
	})
}

// canAnswer tells why there is no post with that number to answer; nil if there is, or for 0.
func (t Thread) canAnswer(number int) error {
	if number < 0 || number > t.Posts {
		return models.Invalid("reply_to", "The post you answer is not there any more. Send this again to answer in the thread.")
	}
	return nil
}

// addPost gives the post the thread's next number, makes it the last of the thread, and has its
// author follow.
func addPost(ctx context.Context, tx *db.Tx, by member.Member, threadID int64, replyTo int, said words) (id int64, err error) {
	number, err := db.Value[int](ctx, tx, `
		UPDATE threads SET post_count = post_count + 1, last_post_at = $2, last_post_by = $3
		WHERE id = $1
		RETURNING post_count`, threadID, tx.Now, by.ID)
	if err != nil {
		return 0, err
	}
	id, err = db.Value[int64](ctx, tx, `
		INSERT INTO posts (thread_id, number, author_id, reply_to, body, html, renderer, edited_at, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
		RETURNING id`,
		threadID, number, by.ID, replyTo, said.Source, said.HTML, said.Version, tx.Now)
	if err != nil {
		return 0, err
	}
	if err := ribbon.Posted(ctx, tx, by, threadID, number); err != nil {
		return 0, err
	}
	if err := upload.Hang(ctx, tx, by, upload.OnNewPost(id), said.Files); err != nil {
		return 0, err
	}
	return id, setMentions(ctx, tx, id, said)
}

// setMentions notes which members a post names.
func setMentions(ctx context.Context, tx *db.Tx, postID int64, said words) error {
	if _, err := db.Exec(ctx, tx, `DELETE FROM post_mentions WHERE post_id = $1`, postID); err != nil {
		return err
	}
	for _, id := range said.members { // maxMentions at most
		_, err := db.Exec(ctx, tx, `INSERT INTO post_mentions (post_id, member_id) VALUES ($1, $2)`, postID, id)
		if err != nil {
			return err
		}
	}
	return nil
}
