package member

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/prose"
)

// FeedAddress is a way for a feed reader, which cannot sign in, to read what a member may. It
// can do nothing else. Its token is known to the member alone: here is only its digest.
type FeedAddress struct {
	ID   int64
	Name string // what the member calls it
	Made time.Time
	Used models.Day // the last day on which it was read; empty before the first
}

const feedAddressCols = `f.id, f.name, f.made_at, f.used_day`

func (a *FeedAddress) fields() []any { return []any{&a.ID, &a.Name, &a.Made, &a.Used} }

// Bounds of a member's feed addresses: one for each device and program, few enough to be looked
// over on one screen.
const (
	mostFeedAddresses = 10
	maxFeedName       = 60
)

// NewFeedAddress is what a member calls an address that is to be made.
type NewFeedAddress struct {
	Name string `form:"name"`
	Key  string `form:"key"`
}

// MakeFeedAddress makes an address for by, who must have signed in a moment ago, and gives its
// token, which cannot be had again. The same form sent twice makes one address, and only the first
// time is the token told.
func (s *Store) MakeFeedAddress(ctx context.Context, by Member, session Session, in NewFeedAddress) (token string, err error) {
	defer models.Wrap(&err, "make a feed address for %d", by.ID)
	if err := canFollow(by); err != nil {
		return "", err
	}
	if in.Name, err = prose.Line("name", "a name", in.Name, maxFeedName); err != nil {
		return "", err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		if err := fresh(ctx, tx, by, session.ID); err != nil {
			return 0, err
		}
		token = newToken()
		return insertFeedAddress(ctx, tx, by, in.Name, token)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// canFollow tells why by may have no feed address; nil if they may.
func canFollow(by Member) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case !by.IsMember():
		return models.Forbidden("Only members can have private feeds.")
	}
	return nil
}

func insertFeedAddress(ctx context.Context, tx *db.Tx, by Member, name, token string) (int64, error) {
	n, err := db.Value[int](ctx, tx, `SELECT count(*) FROM feed_addresses f WHERE f.member_id = $1`, by.ID)
	if err != nil {
		return 0, err
	}
	if n >= mostFeedAddresses {
		return 0, models.Forbidden("You have ten addresses. Revoke one you no longer use first.")
	}
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO feed_addresses (member_id, name, token_hash, made_at)
		VALUES ($1, $2, $3, $4)
		RETURNING id`, by.ID, name, digest(token), tx.Now)
	if err != nil {
		return 0, err
	}
	return id, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.FeedAddressMade, MemberID: by.ID})
}

// FeedAddresses lists the addresses of by, the newest first.
func (s *Store) FeedAddresses(ctx context.Context, by Member) (list []FeedAddress, err error) {
	defer models.Wrap(&err, "list the feed addresses of %d", by.ID)
	return db.All(ctx, s.db, (*FeedAddress).fields, `
		SELECT `+feedAddressCols+` FROM feed_addresses f WHERE f.member_id = $1 ORDER BY f.made_at DESC, f.id DESC LIMIT 100`, by.ID)
}

// RevokeFeedAddress takes an address of by's away. The next request that comes with it is told
// that there is nothing.
func (s *Store) RevokeFeedAddress(ctx context.Context, by Member, id int64) (err error) {
	defer models.Wrap(&err, "revoke feed address %d", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `DELETE FROM feed_addresses WHERE id = $1 AND member_id = $2`, id, by.ID)
		if err == nil && n == 0 {
			err = models.NotFound("no such feed address")
		}
		if err != nil {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.FeedAddressRevoked, MemberID: by.ID})
	})
}

// follower is an address with the member whose it is.
type follower struct {
	FeedAddress
	Member
}

func (f *follower) fields() []any { return append(f.FeedAddress.fields(), f.Member.Fields()...) }

// Follower finds whose an address is by its token. What that member may read is read with it
// each time: with their place, or with the address, all is gone at the next request. A token that
// is nobody's, or of somebody who is no member now, finds nothing.
func (s *Store) Follower(ctx context.Context, token string) (by Member, a FeedAddress, err error) {
	defer models.Wrap(&err, "find a feed address")
	who, err := db.One(ctx, s.db, (*follower).fields, `
		SELECT `+feedAddressCols+`, `+Cols+`
		FROM feed_addresses f JOIN members m ON m.id = f.member_id
		WHERE f.token_hash = $1 AND m.state = 'member'`, digest(token))
	if models.KindOf(err) == models.KindNotFound {
		return Member{}, FeedAddress{}, models.NotFound("no such feed")
	}
	if err != nil {
		return Member{}, FeedAddress{}, err
	}
	by, a = who.Member, who.FeedAddress
	if by.Terms, err = termsOf(ctx, s.db, by.ID); err != nil {
		return Member{}, FeedAddress{}, err
	}
	if today := models.DayOf(s.db.Now()); a.Used != today {
		s.useFeedAddress(ctx, a.ID, today)
	}
	return by, a, nil
}

// useFeedAddress notes the day on which an address is read. That it could not be noted stops
// nobody reading.
func (s *Store) useFeedAddress(ctx context.Context, id int64, day models.Day) {
	_ = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE feed_addresses SET used_day = $2 WHERE id = $1`, id, day)
		return err
	})
}

// endFeedAddresses takes every address of a person away.
func endFeedAddresses(ctx context.Context, tx *db.Tx, memberID int64) error {
	_, err := db.Exec(ctx, tx, `DELETE FROM feed_addresses WHERE member_id = $1`, memberID)
	return err
}
