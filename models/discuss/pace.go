package discuss

import (
	"context"
	"slices"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/moderation"
)

// coldAfter is how long nobody has written in a discussion before somebody who means to is asked
// whether they do: after a year those who took part have moved on, and what was said may be out of
// date. Documents do not cool: a comment on an old practice is as welcome as on a new one.
const coldAfter = 365 * 24 * time.Hour

// Cold tells whether nobody has written in the discussion for a year.
func (t Thread) Cold(now time.Time) bool {
	return t.Kind == Discussion && now.Sub(t.LastPost) > coldAfter
}

// mayRevive tells why somebody who was not asked may not write in a thread that has cooled; nil
// if they were and mean to, or if it has not.
func (t Thread) mayRevive(means bool, now time.Time) error {
	if means || !t.Cold(now) {
		return nil
	}
	return models.Invalid("revive", "Nobody has written here for over a year. Tick the box if your post belongs here all the same.")
}

// Paces are the pauses that slow mode can ask of each member, in minutes.
var Paces = []int{10, 60, 6 * 60, 24 * 60}

// Pause is how long slow mode has each member wait between two posts of theirs in the thread; 0
// in the usual mode.
func (t Thread) Pause() time.Duration { return time.Duration(t.SlowMinutes) * time.Minute }

// PauseWords says it: "10 minutes", "1 hour".
func PauseWords(minutes int) string { return span(time.Duration(minutes) * time.Minute) }

// mayPostIn tells why by may not post in a slowed thread again just yet; nil if they may. It is the
// same for everybody, the committee too.
func (t Thread) mayPostIn(ctx context.Context, tx *db.Tx, by member.Member) error {
	if t.SlowMinutes == 0 {
		return nil
	}
	wait, err := t.wait(ctx, tx, by, tx.Now)
	if wait > 0 {
		return models.Limited("This thread is in slow mode: each member may post once in "+PauseWords(t.SlowMinutes)+". Send this again in "+span(wait)+".", wait)
	}
	return err
}

// wait tells how much of the pause of a slowed thread by has still to wait.
func (t Thread) wait(ctx context.Context, q db.Queryer, by member.Member, now time.Time) (time.Duration, error) {
	return waitFor(ctx, q, now, t.Pause(), `
		SELECT p.made_at
		FROM posts p
		WHERE p.author_id = $1 AND p.thread_id = $2 AND p.made_at > $3
		ORDER BY p.made_at DESC, p.id DESC
		LIMIT 1`, by.ID, t.ID, now.Add(-t.Pause()))
}

// Free tells from when by may post again in a slowed thread; the zero time if they need not wait.
func (s *Store) Free(ctx context.Context, by member.Member, t Thread) (at time.Time, err error) {
	defer models.Wrap(&err, "tell %d when they may post in thread %d", by.ID, t.ID)
	if t.SlowMinutes == 0 || !by.IsMember() {
		return at, nil
	}
	now := s.db.Now()
	wait, err := t.wait(ctx, s.db, by, now)
	if wait > 0 {
		at = now.Add(wait)
	}
	return at, err
}

// pinFor reads how long a pin is to last: up to a day, or until somebody takes it off.
func pinFor(until string, now time.Time) (models.Day, error) {
	if until == "" {
		return models.Forever, nil
	}
	day, err := models.ParseDay(until)
	if err != nil {
		return "", models.Invalid("until", "Write the last day as in 2026-12-24, or leave it empty.")
	}
	if day < models.DayOf(now) {
		return "", models.Invalid("until", "Choose a day that is still to come, or leave it empty.")
	}
	return day, nil
}

// EndPins takes off the pins whose last day is over. The server calls it by the clock: a pin ends
// within a minute after midnight, as was said when it was set.
func (s *Store) EndPins(ctx context.Context) (err error) {
	defer models.Wrap(&err, "take off the pins that are over")
	due, err := db.Value[bool](ctx, s.db, `
		SELECT EXISTS (SELECT 1 FROM threads t WHERE t.pinned AND t.pinned_until < $1)`, models.DayOf(s.db.Now()))
	if err != nil || !due {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		type pin struct{ thread, space int64 }
		ended, err := db.All(ctx, tx, func(p *pin) []any { return []any{&p.thread, &p.space} }, `
			UPDATE threads SET pinned = FALSE WHERE pinned AND pinned_until < $1 RETURNING id, space_id`, models.DayOf(tx.Now))
		if err != nil {
			return err
		}
		for _, p := range ended { // maxPinned of a board at most are shown: there are few
			err := activity.Record(ctx, tx, activity.Entry{Verb: activity.PinEnded, SpaceID: p.space, ThreadID: p.thread})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// pin keeps the thread at the top of its board.
func (t Thread) pin(ctx context.Context, tx *db.Tx, in moderation.NewDecision) error {
	until, err := pinFor(in.Until, tx.Now)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE threads SET pinned = TRUE, pinned_until = $2 WHERE id = $1`, t.ID, until)
	return err
}

// slow has each member wait between two posts in the thread.
func (t Thread) slow(ctx context.Context, tx *db.Tx, in moderation.NewDecision) error {
	if !slices.Contains(Paces, in.Pause) {
		return models.Invalid("pause", "Choose how long each member waits.")
	}
	_, err := db.Exec(ctx, tx, `UPDATE threads SET slow_minutes = $2 WHERE id = $1`, t.ID, in.Pause)
	return err
}
