package index

import (
	"context"
	"errors"

	"commonroom/models"
	"commonroom/models/db"
)

// Ref names a thing that may have a row in the index.
type Ref struct {
	what string
	id   int64
}

// Thread names a thread with what opens it: its document, or its first post.
func Thread(id int64) Ref { return Ref{"thread", id} }

// Post names one post.
func Post(id int64) Ref { return Ref{"post", id} }

// Whole names a thread and every post in it: what has to be put again when the thread is hidden,
// moved or renamed.
func Whole(threadID int64) Ref { return Ref{"whole", threadID} }

// Member names a person.
func Member(id int64) Ref { return Ref{"member", id} }

// Put writes the row of a thing into the index as it stands inside the transaction, in place of
// the one it had; what does not stand on the site has none afterwards. It is called beside
// activity.Record by every verb that changes words, or who sees them.
func Put(ctx context.Context, tx *db.Tx, ref Ref) (err error) {
	defer models.Wrap(&err, "put %s %d into the index", ref.what, ref.id)
	switch ref.what {
	case "thread":
		return putThread(ctx, tx, ref.id)
	case "post":
		return putPost(ctx, tx, ref.id)
	case "whole":
		return putWhole(ctx, tx, ref.id)
	case "member":
		return putMember(ctx, tx, ref.id)
	}
	return errors.New("no such sort of thing")
}

func putMember(ctx context.Context, tx *db.Tx, id int64) error {
	texts, err := memberText(ctx, tx, `m.id = $1`, id)
	if err != nil {
		return err
	}
	return replace(ctx, tx, rows{People, People, id, id}, texts)
}

func putThread(ctx context.Context, tx *db.Tx, id int64) error {
	texts, err := threadText(ctx, tx, `t.id = $1`, id)
	if err != nil {
		return err
	}
	return replace(ctx, tx, rows{Discussions, Practices, id, id}, texts)
}

// putPost puts a post. The first of a discussion belongs to its thread; one that makes a discussion
// lively, or by going has it so no more, has the thread put anew, and so has the one that answers it.
func putPost(ctx context.Context, tx *db.Tx, id int64) error {
	of, err := db.One(ctx, tx, func(r *postRow) []any { return []any{&r.threadID, &r.kind, &r.number, &r.posts, &r.states} }, `
		SELECT t.id, t.kind, p.number, t.post_count - t.gone_count, CASE t.answer_id WHEN p.id THEN 'answered' ELSE '' END FROM posts p JOIN threads t ON t.id = p.thread_id WHERE p.id = $1`, id)
	if err != nil {
		return err
	}
	if of.opens() || of.posts == livelyFrom || of.posts == livelyFrom-1 || of.states != "" {
		if err := putThread(ctx, tx, of.threadID); err != nil {
			return err
		}
	}
	if of.opens() { // it may have had a row of its own, as a reply in another thread
		return replace(ctx, tx, rows{Replies, Replies, id, id}, nil)
	}
	texts, err := postText(ctx, tx, `p.id = $1`, id)
	if err != nil {
		return err
	}
	return replace(ctx, tx, rows{Replies, Replies, id, id}, texts)
}

// batch is how many rows are read, and put, at a time.
const batch = 500

// putWhole puts a thread with its posts, a batch at a time: a thread may be long.
func putWhole(ctx context.Context, tx *db.Tx, threadID int64) error {
	if err := putThread(ctx, tx, threadID); err != nil {
		return err
	}
	last, err := db.Value[int](ctx, tx, `SELECT post_count FROM threads WHERE id = $1`, threadID)
	if err != nil {
		return err
	}
	for from := 1; from <= last; from += batch {
		texts, err := postText(ctx, tx, `p.thread_id = $1 AND p.number BETWEEN $2 AND $3`, threadID, from, from+batch-1)
		if err != nil {
			return err
		}
		for _, t := range texts {
			if err := replace(ctx, tx, rows{Replies, Replies, t.Number(), t.Number()}, []text{t}); err != nil {
				return err
			}
		}
	}
	return nil
}

// rows are those rows of the index that stand for things of some sorts with some ids.
type rows struct {
	fromSort, toSort Sort
	from, to         int64
}

// replace drops rows, and writes those of the texts that stand.
func replace(ctx context.Context, tx *db.Tx, old rows, texts []text) error {
	for sort := old.fromSort; sort <= old.toSort; sort++ {
		first, last := within(sort, old.from, old.to)
		if err := db.DropWords(ctx, tx, first, last); err != nil {
			return err
		}
	}
	docs := map[string]int{} // how many of the texts have a word
	for _, t := range texts {
		if !t.standing {
			continue
		}
		list, plain := t.words()
		if err := db.PutWords(ctx, tx, int64(t.Place), list); err != nil {
			return err
		}
		if t.readers == "private" {
			continue // what a few write among themselves completes and corrects nobody's words
		}
		for _, word := range plain {
			docs[word]++
		}
	}
	return learn(ctx, tx, docs)
}
