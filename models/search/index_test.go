package search_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/practice"
	"commonroom/models/project"
)

func TestWhatIsSaidIsFoundAtOnceAndWhatIsGoneNoMore(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	thread := p.thread(p.ann, "questions", "Where do smartcards go?", "The printer eats the elderberry forms.")
	said := p.reply(p.bob, thread, "Ours ate quinces.")
	p.finds("a word of the first post", p.ann, "elderberry", thread.Path())
	p.finds("a word of a reply leads to the very post", p.ann, "quince", post(said.Post.ID))
	p.finds("words of the title and of a reply", p.ann, "smartcards quinces", post(said.Post.ID))

	if _, err := p.talk.Edit(ctx, p.bob, said.Post.ID, discuss.EditPost{Body: "Ours ate medlars.", Version: said.Post.Version, Key: key()}); err != nil {
		t.Fatal(err)
	}
	p.finds("what a post said before", p.ann, "quince")
	p.finds("what it says now", p.ann, "medlar", post(said.Post.ID))

	_, err := p.talk.Withdraw(ctx, p.bob, said.Post.ID)
	p.can(err)
	p.finds("a withdrawn post", p.bob, "medlar")
	_, err = p.talk.PutBack(ctx, p.bob, said.Post.ID)
	p.can(err)
	p.finds("one put back", p.ann, "medlar", post(said.Post.ID))

	p.decidePost(moderation.Hide, said.Post.ID)
	p.finds("a hidden post", p.ann, "medlar")
	p.finds("a hidden post, for its author", p.bob, "medlar")
	p.finds("a hidden post, for who hid it", p.carol, "medlar")
	p.decidePost(moderation.Restore, said.Post.ID)
	p.finds("a restored post", p.ann, "medlar", post(said.Post.ID))

	p.decide(moderation.Hide, thread.ID, 0)
	p.finds("a reply in a hidden thread", p.ann, "medlar")
	p.finds("a hidden thread", p.ann, "elderberry")
	p.decide(moderation.Restore, thread.ID, 0)
	p.finds("a reply in a restored thread", p.ann, "medlar", post(said.Post.ID))
	p.decide(moderation.Move, thread.ID, p.space("welcome"))
	p.finds("a moved thread, where it stands", p.ann, "board:welcome medlar", post(said.Post.ID))
	p.finds("a moved thread, where it stood", p.ann, "board:questions medlar")
}

func TestAPostIsFoundWhereTheCommitteeHasTakenIt(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	from, into := p.thread(p.ann, "questions", "Where do smartcards go?", "The printer eats the elderberry forms."), p.thread(p.ann, "questions", "Another", "Words.")
	said := p.reply(p.bob, from, "Ours ate quinces.")
	made, err := p.talk.Split(ctx, p.carol, from.ID, discuss.NewSplit{Posts: []int{2}, ToSpace: p.space("questions"), Title: "Bleeps", Reason: "It is another subject.", Key: key()})
	p.can(err)
	p.finds("a reply that opens a thread", p.ann, "quince", made.Path())
	p.finds("a reply, under the title that it left", p.ann, "smartcards quinces")
	_, err = p.talk.Merge(ctx, p.carol, made.ID, discuss.NewMerge{Into: into.Path(), Reason: "It is the same.", Key: key()})
	p.can(err)
	p.finds("what opened a thread, as a reply", p.ann, "quince", post(said.Post.ID))
	p.finds("the title of a thread that has joined another", p.ann, "bleeps")
}

func TestDocumentsAreFoundOnceTheyAreOut(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	d, err := p.practices.Write(ctx, p.ann, practice.NewPractice{Board: "practices", Title: "Handing over", Tags: "night shift", Body: "## Elderberry hour\n\nQuince.", Key: key()})
	p.can(err)
	p.finds("a draft, for its author", p.ann, "elderberry")
	d, err = p.practices.Publish(ctx, p.ann, d.ID)
	p.can(err)
	p.finds("a word of a heading, for anybody", p.visitor, "elderberry", d.Path())
	p.finds("a word of a tag", p.visitor, "night", d.Path())
	_, err = p.practices.Edit(ctx, p.ann, d.ID, practice.EditPractice{Title: "Passing on", Body: "Medlar.", Version: d.Version, Key: key()})
	p.can(err)
	p.finds("what it said before", p.visitor, "quince")
	p.finds("its old title", p.visitor, "handing")
	p.finds("its old tag", p.visitor, `tag:"night shift"`)
	p.finds("what it says now", p.visitor, "medlar", fmt.Sprintf("/practices/%d/passing-on", d.ID))
	_, err = p.talk.TakeBack(ctx, p.ann, discuss.Practice, d.ID)
	p.can(err)
	p.finds("one that was taken back", p.ann, "medlar")

	j, err := p.projects.Start(ctx, p.ann, project.NewProject{Board: "projects", Title: "Calls", Aim: "Fewer elderberries.", Problem: "Too many quinces.", Key: key()})
	p.can(err)
	p.finds("a draft of a project", p.ann, "elderberry")
	_, err = p.projects.Publish(ctx, p.ann, j.ID)
	p.can(err)
	p.finds("a project by its aim and its problem", p.visitor, "elderberries quince", j.Path())
}

func TestMembersAreFoundByMembers(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.can(p.members.SaveProfile(ctx, p.ann, member.EditProfile{
		Name: "Ann Wárd", JobTitle: "matron", Organisation: "Elderberry Hospitals", Region: "North", About: "Ask me about *quinces*.", Version: 1, Key: key(),
	}))
	for _, text := range []string{"ann ward", "Wárd", "matrons", "elderberry hospital", "kind:member quince", "author:ann elderberry"} {
		p.finds("a member", p.bob, text, "/members/ann")
		p.finds("a member, for a visitor", p.visitor, text)
	}
	p.write(func(tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `UPDATE members SET state = 'suspended' WHERE id = $1`, p.ann.ID); err != nil {
			return err
		}
		return index.Put(ctx, tx, index.Member(p.ann.ID))
	})
	p.finds("a suspended member", p.bob, "matron")
}

func TestPagesOfTheSiteAreFoundAsTheyAre(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	help := index.SitePage{Path: "/help/quinces", Title: "Help with quinces", HTML: "<h2>Elderberries</h2><p>Medlars &amp; more.</p>"}
	p.can(index.PutPages(ctx, p.db, []index.SitePage{help, {Path: "/about", Title: "About", HTML: "<p>Figs.</p>"}}))
	p.finds("a page", p.visitor, "elderberry medlar", "/help/quinces")
	help.HTML = "<p>Apricots.</p>"
	p.can(index.PutPages(ctx, p.db, []index.SitePage{help}))
	p.finds("a page that changed", p.visitor, "medlar")
	p.finds("a page as it is", p.visitor, "apricot", "/help/quinces")
	p.finds("a page that is gone", p.visitor, "figs")
}

// A storm of everything that changes words, or who sees them; then the index that was kept by the
// way must be the one that is made from what is there.
func TestARebuiltIndexIsTheOneThatWasKept(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := &storm{place: p, Rand: rand.New(rand.NewPCG(1, 2))}
	for range 600 {
		s.act()
	}
	if s.split < 2 || s.joined < 1 {
		t.Fatalf("the storm split %d threads and joined %d only", s.split, s.joined)
	}
	kept, err := db.WordsOf(ctx, p.db)
	p.can(err)
	if len(kept) < 2000 || len(s.posts) < 60 {
		t.Fatalf("the storm left %d words and %d posts only", len(kept), len(s.posts))
	}
	var last, of int64
	p.can(index.Rebuild(ctx, p.db, func(n, all int64) { last, of = n, all }))
	if made, err := db.WordsOf(ctx, p.db); err != nil || !slices.Equal(made, kept) {
		t.Errorf("%v: the kept index has %d words, the one made anew %d", err, len(kept), len(made))
		show(t, kept, made)
	}
	if last != of || of == 0 {
		t.Errorf("the rebuilding said %d of %d at the end", last, of)
	}
	if stale, err := index.Stale(ctx, p.db); err != nil || stale {
		t.Errorf("the index made anew is stale: %t, %v", stale, err)
	}
	p.write(func(tx *db.Tx) error { return db.ClearWords(ctx, tx) })
	p.can(index.Rebuild(ctx, p.db, func(int64, int64) {}))
	if made, err := db.WordsOf(ctx, p.db); err != nil || !slices.Equal(made, kept) {
		t.Errorf("%v: the kept index has %d words, the one made from nothing %d", err, len(kept), len(made))
	}
}

// Two may make the index at once, as a server that starts does beside the command: whoever begins
// second must not empty what the first has made.
func TestASecondRebuildTakesNothingFromTheFirst(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	thread := p.thread(p.ann, "questions", "Where do smartcards go?", "The printer eats them.")
	said := p.reply(p.bob, thread, "Ours ate quinces.")
	p.write(func(tx *db.Tx) error { // as after an upgrade
		_, err := db.Exec(ctx, tx, `DELETE FROM search_state`)
		return err
	})
	batches := 0
	p.can(index.Rebuild(ctx, p.db, func(int64, int64) {
		if batches++; batches != 2 { // the threads, then the posts
			return
		}
		second, stop := context.WithCancel(ctx)
		if err := index.Rebuild(second, p.db, func(int64, int64) { stop() }); !errors.Is(err, context.Canceled) {
			t.Errorf("the second went on: %v", err)
		}
	}))
	p.finds("a reply that the first had put", p.ann, "quince", post(said.Post.ID))
}

// show names some words that only one index has.
func show(t *testing.T, kept, made []string) {
	t.Helper()
	for _, side := range []struct {
		name        string
		has, hasNot []string
	}{{"kept", kept, made}, {"made", made, kept}} {
		n := 0
		for _, line := range side.has {
			if _, there := slices.BinarySearch(side.hasNot, line); !there && !slices.Contains(side.hasNot, line) && n < 5 {
				n++
				t.Logf("only the %s index has %s", side.name, line)
			}
		}
	}
}

// storm does what members do, at random.
type storm struct {
	*place
	*rand.Rand
	threads []discuss.Thread
	drafts  []practice.Practice
	posts   []int64
	count   int
	split   int
	joined  int
}

func (s *storm) act() {
	s.Helper()
	s.count++
	by := []member.Member{s.ann, s.bob}[s.IntN(2)]
	switch n := s.IntN(20); {
	case n < 3 || len(s.threads) < 3:
		board := []string{"questions", "welcome", "interoperability"}[s.IntN(3)]
		s.threads = append(s.threads, s.place.thread(by, board, s.words(3), s.words(8)))
	case n < 5:
		d, err := s.practices.Write(ctx, by, practice.NewPractice{Board: "practices", Title: s.words(2), Tags: "rotas, " + s.words(1), Body: s.words(9), Key: key()})
		s.can(err)
		s.drafts = append(s.drafts, d)
	case n < 7 && len(s.drafts) > 0:
		s.document(s.drafts[s.IntN(len(s.drafts))])
	case n < 9:
		s.judge()
	case n < 12 && len(s.posts) > 0:
		s.change(s.posts[s.IntN(len(s.posts))])
	default: // most of them in the first few, so that some become lively
		t := s.threads[min(s.IntN(len(s.threads)), s.IntN(len(s.threads)))]
		said, err := s.talk.Reply(ctx, by, t.ID, discuss.NewReply{Body: s.words(6), Key: key()})
		if err == nil { // the thread is not hidden
			s.posts = append(s.posts, said.Post.ID)
		}
	}
}

func (s *storm) words(n int) (text string) {
	for range n {
		text += fmt.Sprintf("Fruit%c ", 'a'+rune(s.IntN(26)))
	}
	return text + "of every sort"
}

// document publishes, edits or takes back a practice. What cannot be done now is not.
func (s *storm) document(d practice.Practice) {
	by := s.ann
	if d.Author.ID == s.bob.ID {
		by = s.bob
	}
	now, err := s.practices.Practice(ctx, by, d.ID)
	s.can(err)
	switch s.IntN(3) {
	case 0:
		_, _ = s.practices.Publish(ctx, by, d.ID)
	case 1:
		_, _ = s.practices.Edit(ctx, by, d.ID, practice.EditPractice{Title: s.words(2), Tags: s.words(1), Body: s.words(9), Version: now.Version, Key: key()})
	case 2:
		_, _ = s.talk.TakeBack(ctx, by, discuss.Practice, d.ID)
	}
}

// judge hides, restores or moves something, or takes posts elsewhere.
func (s *storm) judge() {
	if s.IntN(2) == 0 {
		s.rearrange()
		return
	}
	t := s.threads[s.IntN(len(s.threads))]
	to := s.space([]string{"questions", "welcome", "interoperability"}[s.IntN(3)])
	verb := []moderation.Verb{moderation.Hide, moderation.Restore, moderation.Move}[s.IntN(3)]
	in := moderation.NewDecision{Rule: 3, Reason: "It is about something else.", ToSpace: to, Key: key()}
	_, _ = s.talk.Decide(ctx, s.carol, verb, t.ID, in)
	if len(s.posts) > 0 && verb != moderation.Move {
		_, _ = s.talk.DecidePost(ctx, s.carol, verb, s.posts[s.IntN(len(s.posts))], in)
	}
}

// rearrange gives a thread another title, takes a post out of it, or joins it to another.
func (s *storm) rearrange() {
	t, to := s.threads[s.IntN(len(s.threads))], s.threads[s.IntN(len(s.threads))]
	switch s.IntN(6) {
	case 0, 1:
		if _, err := s.talk.Merge(ctx, s.carol, t.ID, discuss.NewMerge{Into: to.Path(), Reason: "It is the same.", Key: key()}); err == nil {
			s.joined++
		}
	case 2, 3:
		made, err := s.talk.Split(ctx, s.carol, t.ID, discuss.NewSplit{Posts: []int{2 + s.IntN(3)}, ToSpace: s.space("questions"), Title: s.words(2),
			Reason: "It is about something else.", Key: key()})
		if err == nil {
			s.split, s.threads = s.split+1, append(s.threads, made)
		}
	default:
		if now, err := s.talk.Thread(ctx, t.Author, t.ID); err == nil {
			_, _ = s.talk.Retitle(ctx, s.ann, t.ID, discuss.EditHeading{Title: s.words(3), Tags: s.words(1), Version: now.Version, Key: key()})
			_, _ = s.talk.Retitle(ctx, s.bob, t.ID, discuss.EditHeading{Title: s.words(3), Tags: s.words(1), Version: now.Version, Key: key()})
		}
	}
}

// change edits, withdraws or puts back a post, by whoever wrote it.
func (s *storm) change(id int64) {
	for _, by := range []member.Member{s.ann, s.bob} {
		now, err := s.talk.Post(ctx, by, id)
		if err != nil || now.Post.Author.ID != by.ID {
			continue
		}
		switch s.IntN(3) {
		case 0:
			_, _ = s.talk.Edit(ctx, by, id, discuss.EditPost{Body: s.words(7), Version: now.Post.Version, Key: key()})
		case 1:
			_, _ = s.talk.Withdraw(ctx, by, id)
		case 2:
			_, _ = s.talk.PutBack(ctx, by, id)
		}
	}
}
