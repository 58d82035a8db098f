package search_test

import (
	"fmt"
	"strings"
	"testing"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/moderation"
	"commonroom/models/poll"
	"commonroom/models/search"
	"commonroom/models/upload"
)

func TestWhatHasAFileIsFound(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	files := upload.New(p.db, models.Limits{}, t.TempDir())
	t.Cleanup(func() { _ = files.Close() })
	pdf, err := files.Take(ctx, p.ann, upload.NewFile{Name: "plan.pdf", Data: []byte("%PDF-1.7")})
	p.can(err)
	picture, err := files.Take(ctx, p.ann, upload.NewFile{Name: "quince.gif", Data: []byte("GIF87a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")})
	p.can(err)

	p.thread(p.ann, "welcome", "Plain quinces", `A quince, as in "/files/1/x.png" and <img src="/files/1">.`)
	drawn := p.thread(p.ann, "welcome", "Quinces drawn", "A quince: "+picture.Markdown("x"))
	said := fmt.Sprint("/posts/", p.reply(p.ann, drawn, "A quince in words: "+pdf.Markdown("")).Post.ID)

	p.finds("a file of any kind", p.bob, "quince has:file kind:discussion", drawn.Path())
	p.finds("a file in a reply", p.bob, "quince HAS:Files kind:reply", said)
	p.finds("a picture", p.bob, "has:picture", drawn.Path())
	p.finds("for members", p.visitor, "quince has:file")
	r, err := p.search.Find(ctx, p.bob, search.Query{Text: "quince has:worm"})
	if err != nil || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "“worm”") || r.Query.Has != "" || len(r.Hits) == 0 {
		t.Errorf("what nothing has: %d hits, noted %v, %v", len(r.Hits), r.Notes, err)
	}
}

func TestAPollIsFoundByWhatItAsksAndOffers(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.thread(p.ann, "welcome", "Plain quinces", "A quince, without a poll.")
	polled, err := p.talk.Start(ctx, p.ann, discuss.NewThread{Board: "welcome", Title: "Which one", Body: "A quince, please.", Key: key(),
		NewPoll: poll.NewPoll{Question: "Which jam?", Options: "Medlar\nSloe", Closes: string(models.DayOf(p.db.Now().AddDate(0, 0, 7)))}})
	p.can(err)

	p.finds("what has one", p.bob, "quince has:poll", polled.Path())
	p.finds("its question", p.bob, "jam", polled.Path())
	p.finds("what it offers", p.bob, "sloes", polled.Path())
	p.finds("for members", p.visitor, "has:poll")
	posts, err := p.talk.Posts(ctx, p.ann, polled, 1)
	p.can(err)
	p.decidePost(moderation.Hide, posts[0].ID)
	p.finds("while it is hidden", p.bob, "sloes")
	p.decidePost(moderation.Restore, posts[0].ID)

	titled, err := p.talk.Start(ctx, p.ann, discuss.NewThread{Board: "welcome", Title: "The favourite preserve", Body: "A vote.", Key: key(),
		NewPoll: poll.NewPoll{Options: "Medlar\nDamson", Closes: string(models.DayOf(p.db.Now().AddDate(0, 0, 7)))}})
	p.can(err)
	joined, err := p.talk.Merge(ctx, p.carol, titled.ID, discuss.NewMerge{Into: polled.Path(), Reason: "The same question, asked twice.", Key: key()})
	p.can(err)
	p.finds("with the title that asked it, once it has joined another thread", p.bob, "preserve has:poll", fmt.Sprint("/posts/", joined.Post.ID))
}
