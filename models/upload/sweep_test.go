package upload_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/draft"
	"commonroom/models/member"
	"commonroom/models/upload"
)

// sweeps sweeps at a time when all that is on disk has lain there for long.
func (s *site) sweeps() {
	s.t.Helper()
	s.age(2 * time.Hour)
	if err := s.Sweep(ctx); err != nil {
		s.t.Fatal(err)
	}
}

func TestAFileThatHangsOnNothingGoesAfterTwoDays(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	loose, used := s.adds(s.ann, 2000), s.adds(s.ann, 9)
	s.starts(s.ann, "interoperability", used.Markdown("x"))
	s.later(47 * time.Hour)
	s.sweeps()
	s.see("within two days", loose, map[string]models.Kind{"ann": ""})
	s.later(2 * time.Hour)
	s.sweeps()
	s.see("after two days", loose, map[string]models.Kind{"ann": gone})
	s.see("what is used", used, map[string]models.Kind{"ann": "", "visitor": ""})
	if names := s.shelf(); len(names) != 1 {
		t.Errorf("%v is kept", names)
	}
}

func TestAFileTakenOutOfAPostHasTwoDaysFromThen(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	u := s.adds(s.ann, 8)
	p := s.starts(s.ann, "interoperability", u.Markdown("x"))
	p = s.edits(s.ann, p, "No picture.")
	s.later(47 * time.Hour)
	s.sweeps()
	s.edits(s.ann, p, "Here it is again: "+u.Markdown("x"))
	s.later(100 * time.Hour)
	s.sweeps()
	s.see("in use again", u, map[string]models.Kind{"bob": ""})
}

func TestAFileInADraftIsKeptAsLongAsTheDraft(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	u := s.adds(s.ann, 8)
	drafts := draft.New(s.db)
	keeps := func(by member.Member, body string) int64 {
		k, err := drafts.Save(ctx, by, draft.Unsent{Place: draft.Place{Form: draft.Thread}, Key: rand.Text(), Fields: draft.Fields{"body": {body}}})
		if err != nil {
			t.Fatal(err)
		}
		return k.ID
	}
	id := keeps(s.ann, "See "+u.Markdown("x"))
	keeps(s.bob, "Not his: "+u.Markdown("x"))
	s.later(100 * 24 * time.Hour)
	s.sweeps()
	s.see("while it is in a draft", u, map[string]models.Kind{"ann": "", "bob": gone})
	if err := drafts.Remove(ctx, s.ann, id); err != nil {
		t.Fatal(err)
	}
	s.sweeps()
	s.see("when the draft is gone", u, map[string]models.Kind{"ann": gone})
}

func TestBytesThatAnotherStillHasStay(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	s.adds(s.ann, 2000)
	kept := s.adds(s.bob, 2000)
	s.starts(s.bob, "interoperability", kept.Markdown("x"))
	s.later(49 * time.Hour)
	s.sweeps()
	s.see("bob's", kept, map[string]models.Kind{"ann": "", "bob": ""})
	if names := s.shelf(); len(names) != 2 {
		t.Errorf("%v is kept", names)
	}
}

func TestWhatLiesAboutOnTheShelfIsClearedButNothingOfOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	s.adds(s.ann, 8)
	place := filepath.Dir(s.shelf()[0])
	stray := filepath.Join(place, filepath.Base(place)+"00")
	for name, stays := range map[string]bool{stray: false, filepath.Join(place, "half-written"): false, filepath.Join(place, "README"): true} {
		if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(name); err != nil {
			t.Errorf("%s was just written and is swept away: %v", name, err)
		}
		s.sweeps()
		if _, err := os.Stat(name); (err == nil) != stays {
			t.Errorf("%s: stays %t, want %t", name, err == nil, stays)
		}
	}
}

// What is swept and what is taken at the same time never leaves a file without its bytes.
func TestAFileAddedWhileItsBytesAreSweptIsWhole(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	in := upload.NewFile{Name: "a.txt", Data: []byte("the same words again and again")}
	for range 20 {
		s.age(2 * time.Hour)
		done := make(chan error)
		go func() { done <- s.Sweep(ctx) }()
		u, err := s.Take(ctx, s.ann, in)
		for models.KindOf(err) == models.KindBusy {
			u, err = s.Take(ctx, s.ann, in)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if err != nil || s.opens(s.ann, u) != "" {
			t.Fatalf("its bytes are gone: %v", err)
		}
		s.later(49 * time.Hour)
	}
}
