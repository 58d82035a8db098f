package search_test

import (
	"fmt"
	"testing"

	"commonroom/models/db"
	"commonroom/models/ribbon"
	"commonroom/models/search"
)

func TestWhatIsUnreadIsFound(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	marks := ribbon.New(p.db)
	read := p.thread(p.ann, "welcome", "Quinces", "A quince.")
	news := p.thread(p.ann, "welcome", "More quinces", "A quince.")
	muted := p.thread(p.ann, "welcome", "Muted quinces", "A quince.")
	p.thread(p.ann, "welcome", "Quinces never opened", "A quince.")
	p.can(marks.Read(ctx, p.bob, read.ID, 1))
	p.can(marks.Read(ctx, p.bob, news.ID, 1))
	p.can(marks.Read(ctx, p.bob, muted.ID, 1))
	p.can(marks.Choose(ctx, p.bob, muted.ID, ribbon.Muted))
	said := fmt.Sprint("/posts/", p.reply(p.ann, news, "Another quince.").Post.ID)
	p.reply(p.ann, muted, "Another quince.")

	p.finds("what has news", p.bob, "quince is:unread kind:discussion", news.Path())
	p.finds("and the news itself", p.bob, "is:UNREAD another", said)
	p.finds("without words", p.bob, "is:unread kind:reply", said)
	p.finds("who wrote it has read it", p.ann, "quince is:unread")
	p.finds("a visitor has read nothing and has nothing to read", p.visitor, "quince is:unread")
	r, err := p.search.Find(ctx, p.bob, search.Query{Text: "quince is:ripe"})
	if err != nil || len(r.Notes) != 1 || r.Query.Is != "" || len(r.Hits) == 0 {
		t.Errorf("a state that there is not: %d hits, noted %v, %v", len(r.Hits), r.Notes, err)
	}
}

// sql changes what is stored.
func (p *place) sql(query string) {
	p.Helper()
	p.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, query)
		return err
	})
}

// What was left, and was unread, is not found by anybody who may not read it any more.
func TestUnreadFindsNothingThatMayNotBeRead(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	thread := p.thread(p.insider, "rotas", "Quinces", "A quince.")
	p.reply(p.insider, thread, "Another quince.")
	p.can(ribbon.New(p.db).Choose(ctx, p.insider, thread.ID, ribbon.Watching))
	p.sql(`UPDATE ribbons SET read_to = 1`)
	p.finds("in the group", p.insider, "quince is:unread", thread.Path())
	p.sql(`UPDATE space_members SET here = FALSE`)
	p.finds("having left it", p.insider, "quince is:unread")
}
