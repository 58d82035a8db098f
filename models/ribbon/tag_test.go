package ribbon_test

import (
	"fmt"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/ribbon"
)

// tag gives a thread a tag.
func (s *site) tag(threadID int64, slug string) {
	s.t.Helper()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `INSERT INTO tags (slug, name) VALUES ($1, $1) ON CONFLICT DO NOTHING`, slug); err != nil {
			return err
		}
		_, err := db.Exec(ctx, tx, `
			INSERT INTO thread_tags (thread_id, tag_id, out_at)
			SELECT t.id, g.id, t.published_at FROM threads t CROSS JOIN tags g WHERE t.id = $1 AND g.slug = $2`, threadID, slug)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// tags are the tags that a member has chosen, as text.
func (s *site) tags(by member.Member) string {
	s.t.Helper()
	list, err := s.Tags(ctx, by)
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprint(list)
}

func TestATagIsFollowedMutedOrNeither(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tag(s.start(s.ann, "welcome").ID, "fhir")
	s.tag(s.start(s.insider, "rotas").ID, "secret")
	for _, c := range []struct {
		how  ribbon.Follow
		want string
	}{
		{ribbon.Following, "[{fhir fhir following}]"}, {ribbon.Muted, "[{fhir fhir muted}]"}, {ribbon.Muted, "[{fhir fhir muted}]"}, {ribbon.None, "[]"}, {ribbon.None, "[]"},
	} {
		if err := s.ChooseTag(ctx, s.bob, "fhir", c.how); err != nil {
			t.Fatal(err)
		}
		if got := s.tags(s.bob); got != c.want {
			t.Errorf("%q leaves %s, want %s", c.how, got, c.want)
		}
	}
	if n := s.count(`SELECT count(*) FROM activity WHERE verb = 'tag-followed'`); n != 3 {
		t.Errorf("it is recorded %d times, want 3", n)
	}
	for _, c := range []struct {
		name, slug string
		by         member.Member
		how        ribbon.Follow
		want       models.Kind
	}{
		{"a tag of a private room", "secret", s.bob, ribbon.Muted, models.KindNotFound},
		{"no tag", "none", s.bob, ribbon.Muted, models.KindNotFound},
		{"watching one", "fhir", s.bob, ribbon.Watching, models.KindInvalid},
		{"a visitor", "fhir", s.visitor, ribbon.Muted, models.KindSignIn},
		{"an applicant", "fhir", s.applicant, ribbon.Muted, models.KindForbidden},
	} {
		if got := models.KindOf(s.ChooseTag(ctx, c.by, c.slug, c.how)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFollowingATagFiftyTimesAtOnceIsOneChoice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tag(s.start(s.ann, "welcome").ID, "fhir")
	atOnce(50, func(int) {
		if err := s.ChooseTag(ctx, s.bob, "fhir", ribbon.Following); err != nil {
			t.Error(err)
		}
	})
	if n := s.count(`SELECT count(*) FROM activity WHERE verb = 'tag-followed'`); n != 1 {
		t.Errorf("it is recorded %d times, want 1", n)
	}
}

func TestOneMemberChoosesAHundredTagsAtMost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.start(s.ann, "welcome")
	for i := range 101 {
		slug := fmt.Sprint("tag-", i)
		s.tag(thread.ID, slug)
		err := s.ChooseTag(ctx, s.bob, slug, ribbon.Muted)
		if want := map[bool]models.Kind{true: models.KindInvalid}[i == 100]; models.KindOf(err) != want {
			t.Fatalf("tag %d: got %v", i, err)
		}
	}
	if n := s.count(`SELECT count(*) FROM member_tags`); n != 100 {
		t.Errorf("%d are kept", n)
	}
}

func TestAMutedTagLeavesNothingWaitingButWhatIsFollowed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.later(time.Minute)
	read, never, followed := s.start(s.ann, "welcome"), s.start(s.ann, "welcome"), s.start(s.ann, "welcome")
	for _, thread := range []discuss.Thread{read, never, followed} {
		s.tag(thread.ID, "fhir")
	}
	s.read(s.bob, read, 1)
	s.read(s.bob, followed, 1)
	s.choose(s.bob, followed, ribbon.Following)
	s.said(s.ann, read, 1)
	s.said(s.ann, followed, 1)
	for _, c := range []struct {
		how              ribbon.Follow
		unread, new, all int
	}{{ribbon.None, 2, 1, 3}, {ribbon.Muted, 1, 0, 1}, {ribbon.Following, 2, 1, 3}} {
		if err := s.ChooseTag(ctx, s.bob, "fhir", c.how); err != nil {
			t.Fatal(err)
		}
		s.waits(fmt.Sprintf("the tag %q", c.how), s.bob, c.unread, c.new)
		if list, err := s.talk.Lately(ctx, s.bob, 9); err != nil || len(list) != c.all {
			t.Errorf("the tag %q: %d threads were posted in lately, want %d (%v)", c.how, len(list), c.all, err)
		}
	}
}
