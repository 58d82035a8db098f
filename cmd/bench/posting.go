package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"time"

	"commonroom/cmd/bench/corpus"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/index"
	people "commonroom/models/member"
)

// posting is what a reply costs in the model, in microseconds on the wall and of the processor:
// the mean of many, since an index now and then tidies up what it was given before.
type posting struct {
	Posts    corpus.Size `json:"posts"`
	Replies  int         `json:"replies"`
	Whole    float64     `json:"reply_us"`
	WholeCPU float64     `json:"reply_cpu_us"`
	Index    float64     `json:"index_us"` // how much longer a write with Put takes than the same without
	IndexCPU float64     `json:"index_cpu_us"`
}

// measurePosting writes replies into a copy of the site, which is thrown away.
func measurePosting(ctx context.Context, s shelved, n int) (p posting, err error) {
	file := s.file + ".copy"
	defer func() { err = errors.Join(err, throwAway(file)) }()
	if err := copyFile(s.file, file); err != nil {
		return p, err
	}
	d, err := db.Open("sqlite:" + file)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	by, err := people.New(d).Member(ctx, 1)
	if err != nil {
		return p, err
	}
	w := writer{db: d, by: by, bodies: corpus.NewTexts(s.Posts, n)}
	return w.compare(ctx, posting{Posts: s.Posts, Replies: n})
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func throwAway(file string) (err error) {
	for _, end := range []string{"", "-wal", "-shm"} {
		if e := os.Remove(file + end); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// writer writes replies, all of them into one thread.
type writer struct {
	db     *db.DB
	by     people.Member
	bodies []corpus.Text
}

// thread is where the replies go: the long one, which anybody may read.
const thread = 1

// compare takes the time of whole replies, and of the bare rows of a reply with and without an
// index, in turn.
func (w writer) compare(ctx context.Context, p posting) (posting, error) {
	store := discuss.New(w.db, unlimited)
	var whole, with, without clock
	for _, text := range w.bodies {
		err := errors.Join(
			whole.time(func() error {
				_, err := store.Reply(ctx, w.by, thread, discuss.NewReply{Body: text.Body, Revive: true, Key: rand.Text()})
				return err
			}),
			without.time(func() error { return w.write(ctx, text, false) }),
			with.time(func() error { return w.write(ctx, text, true) }))
		if err != nil {
			return p, err
		}
	}
	n := len(w.bodies)
	p.Whole, p.WholeCPU = whole.mean(n)
	p.Index, p.IndexCPU = with.mean(n)
	wall, cpu := without.mean(n)
	p.Index, p.IndexCPU = p.Index-wall, p.IndexCPU-cpu
	return p, nil
}

// write adds the rows of a reply.
func (w writer) write(ctx context.Context, text corpus.Text, indexed bool) error {
	return w.db.Write(ctx, func(tx *db.Tx) error {
		number, err := db.Value[int](ctx, tx, `
			UPDATE threads SET post_count = post_count + 1, last_post_at = $2 WHERE id = $1 RETURNING post_count`, thread, tx.Now)
		if err != nil {
			return err
		}
		id, err := db.Value[int64](ctx, tx, `
			INSERT INTO posts (thread_id, number, author_id, body, html, renderer, edited_at, made_at)
			VALUES ($1, $2, $3, $4, $5, 1, $6, $6) RETURNING id`, thread, number, w.by.ID, text.Body, text.HTML, tx.Now)
		if err != nil || !indexed {
			return err
		}
		return index.Put(ctx, tx, index.Post(id))
	})
}

// clock adds up what something takes, on the wall and of this process's processor.
type clock struct{ wall, cpu time.Duration }

func (c *clock) time(act func() error) error {
	wall, cpu := time.Now(), cpuOf(os.Getpid())
	err := act()
	c.wall += time.Since(wall)
	c.cpu += cpuOf(os.Getpid()) - cpu
	return err
}

func (c clock) mean(n int) (wall, cpu float64) {
	n = max(n, 1)
	return us(c.wall) / float64(n), us(c.cpu) / float64(n)
}
