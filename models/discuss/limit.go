package discuss

import (
	"context"
	"fmt"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

func (s *Store) mayStart(ctx context.Context, tx *db.Tx, by member.Member) error {
	return MayStart(ctx, tx, by, s.limits)
}

// MayStart tells why by may not start another thread, or document, just yet; nil if they may.
func MayStart(ctx context.Context, tx *db.Tx, by member.Member, limits models.Limits) error {
	between := limits.BetweenThreads
	if by.IsNew(tx.Now, limits.NewFor) {
		between = limits.NewBetweenThreads
	}
	wait, err := waitFor(ctx, tx, tx.Now, between, `
		SELECT t.made_at FROM threads t WHERE t.author_id = $1 ORDER BY t.made_at DESC LIMIT 1`, by.ID)
	if err != nil {
		return err
	}
	if wait > 0 {
		return models.Limited("You have just started a thread. Send this again in "+span(wait)+".", wait)
	}
	if limits.ThreadsADay == 0 {
		return nil
	}
	wait, err = waitFor(ctx, tx, tx.Now, 24*time.Hour, `
		SELECT t.made_at FROM threads t WHERE t.author_id = $1 ORDER BY t.made_at DESC LIMIT 1 OFFSET $2`, by.ID, limits.ThreadsADay-1)
	if wait > 0 {
		return models.Limited(fmt.Sprintf("You have started %d threads in a day, the most one member may. Send this again in %s.",
			limits.ThreadsADay, span(wait)), wait)
	}
	return err
}

// mayLetOut tells why by may not publish a thread that they have put aside just yet; nil if they may.
// Any number of them may lie there: they come out no faster than others are started.
func (s *Store) mayLetOut(ctx context.Context, tx *db.Tx, by member.Member) error {
	between := s.limits.BetweenThreads
	if by.IsNew(tx.Now, s.limits.NewFor) {
		between = s.limits.NewBetweenThreads
	}
	const latest = `
		SELECT t.published_at FROM threads t WHERE t.author_id = $1 AND t.published ORDER BY t.published_at DESC LIMIT 1 OFFSET $2`
	wait, err := waitFor(ctx, tx, tx.Now, between, latest, by.ID, 0)
	if err == nil && wait <= 0 && s.limits.ThreadsADay > 0 {
		wait, err = waitFor(ctx, tx, tx.Now, 24*time.Hour, latest, by.ID, s.limits.ThreadsADay-1)
	}
	if wait > 0 {
		return models.Limited("You have published threads not long ago. Publish this one in "+span(wait)+".", wait)
	}
	return err
}

// mayPost tells why by may not post again just yet; nil if they may.
func (s *Store) mayPost(ctx context.Context, tx *db.Tx, by member.Member) error {
	between := s.limits.BetweenPosts
	if by.IsNew(tx.Now, s.limits.NewFor) {
		between = s.limits.NewBetweenPosts
	}
	wait, err := waitFor(ctx, tx, tx.Now, between, `
		SELECT p.made_at FROM posts p WHERE p.author_id = $1 ORDER BY p.made_at DESC, p.id DESC LIMIT 1`, by.ID)
	if wait > 0 {
		return models.Limited("You have just posted. Send this again in "+span(wait)+".", wait)
	}
	return err
}

// waitFor tells how long after now it is until between has passed since the moment that query
// finds. A moment to come, left by a clock that was wrong, keeps nobody waiting.
func waitFor(ctx context.Context, q db.Queryer, now time.Time, between time.Duration, query string, args ...any) (time.Duration, error) {
	last, err := db.Value[time.Time](ctx, q, query, args...)
	if models.KindOf(err) == models.KindNotFound {
		return 0, nil
	}
	if err != nil || last.After(now) {
		return 0, err
	}
	return between - now.Sub(last), nil
}

// span says a length of time in its largest unit, rounded up.
func span(d time.Duration) string {
	seconds := int((d + time.Second - 1) / time.Second)
	switch {
	case seconds >= 3600:
		return count((seconds+3599)/3600, "hour")
	case seconds >= 60:
		return count((seconds+59)/60, "minute")
	}
	return count(seconds, "second")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
