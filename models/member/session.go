package member

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"commonroom/models"
	"commonroom/models/db"
)

// How long a session lasts: a working day untouched, or a month where the member ticked
// "keep me signed in on this device", and then half a year at most.
const (
	idle     = 12 * time.Hour
	idleKept = 30 * 24 * time.Hour
	longest  = 180 * 24 * time.Hour
)

// confirmedFor is how long a sign-in counts as proof that it is the member at the keyboard.
const confirmedFor = 10 * time.Minute

// touchAfter is how stale a session's last use may grow, so that reading seldom writes.
const touchAfter = 5 * time.Minute

// Session is one browser in which a person is signed in. Its token is known to the browser
// alone: here is only its digest.
type Session struct {
	ID        int64
	MemberID  int64
	Device    string
	Keep      bool
	Made      time.Time
	Seen      time.Time
	Confirmed time.Time  // when the person last proved who they are
	Told      models.Day // the last on which the browser told which posts it had shown; empty for none
}

const sessionCols = `s.id, s.member_id, s.device, s.keep, s.made_at, s.seen_at, s.confirmed_at, s.told_day`

func (s *Session) fields() []any {
	return []any{&s.ID, &s.MemberID, &s.Device, &s.Keep, &s.Made, &s.Seen, &s.Confirmed, &s.Told}
}

// Over tells whether the session has run out.
func (s Session) Over(now time.Time) bool {
	limit := idle
	if s.Keep {
		limit = idleKept
	}
	return now.Sub(s.Seen) > limit || now.Sub(s.Made) > longest
}

// Age is how long a browser is to keep the session's token: 0 is until it is closed.
func (s Session) Age() time.Duration {
	if s.Keep {
		return longest
	}
	return 0
}

// IsFresh tells whether the person proved who they are a moment ago. A proof dated well after
// now was dated by a clock that was wrong, and proves nothing.
func (s Session) IsFresh(now time.Time) bool { return now.Sub(s.Confirmed).Abs() <= confirmedFor }

// digest is what is kept of a token.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// newToken makes a token of 256 bits.
func newToken() string { return rand.Text() + rand.Text() }

// openSession starts a session and gives the token for the browser's cookie.
func openSession(ctx context.Context, tx *db.Tx, memberID int64, device, address string, keep bool) (string, error) {
	token := newToken()
	_, err := db.Exec(ctx, tx, `
		INSERT INTO sessions (token_hash, member_id, device, address, keep, made_at, seen_at, confirmed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $6, $6)`,
		digest(token), memberID, device, address, keep, tx.Now)
	return token, err
}

// signedIn is a session with the person it belongs to.
type signedIn struct {
	Session
	Member
}

func (w *signedIn) fields() []any { return append(w.Session.fields(), w.Member.Fields()...) }

// Current finds who a browser's token belongs to, in two queries. An unknown token, or one
// whose session has run out, is a visitor's: no error. Rights are never kept in a session: they
// are read here each time, so what has ended is gone at the next request. The session's last
// use is kept to about five minutes.
func (s *Store) Current(ctx context.Context, token string) (by Member, session Session, err error) {
	defer models.Wrap(&err, "find the session")
	who, err := db.One(ctx, s.db, (*signedIn).fields, `
		SELECT `+sessionCols+`, `+Cols+`
		FROM sessions s JOIN members m ON m.id = s.member_id
		WHERE s.token_hash = $1`, digest(token))
	if models.KindOf(err) == models.KindNotFound {
		return Member{}, Session{}, nil
	}
	if err != nil {
		return Member{}, Session{}, err
	}
	now := s.db.Now()
	if who.Over(now) || who.State == Former {
		return Member{}, Session{}, nil
	}
	by = who.Member
	if by.Terms, err = termsOf(ctx, s.db, by.ID); err != nil {
		return Member{}, Session{}, err
	}
	if now.Sub(who.Seen).Abs() > touchAfter { // one to come was noted by a clock that was wrong
		s.touch(ctx, who.Session.ID)
	}
	return by, who.Session, nil
}

// touch notes that the session is in use. That it could not be noted stops nobody reading.
func (s *Store) touch(ctx context.Context, id int64) {
	_ = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE sessions SET seen_at = $2 WHERE id = $1`, id, tx.Now)
		return err
	})
}

// tellsFor is how long a browser that told what it showed is expected to tell again: who switches
// scripts off has their reading marked page by page after that.
const tellsFor = 7 * 24 * time.Hour

// Tells tells whether the session's browser says by itself which posts were shown.
func (s Session) Tells(now time.Time) bool {
	return s.Told != "" && s.Told >= models.DayOf(now.Add(-tellsFor))
}

// Tell notes that the session's browser has told which posts it showed: once a day.
func (s *Store) Tell(ctx context.Context, session Session) (err error) {
	defer models.Wrap(&err, "note that session %d tells", session.ID)
	today := models.DayOf(s.db.Now())
	if session.Told == today {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE sessions SET told_day = $2 WHERE id = $1`, session.ID, today)
		return err
	})
}

// Sessions lists the browsers in which by is signed in, the latest used first.
func (s *Store) Sessions(ctx context.Context, by Member) ([]Session, error) {
	all, err := db.All(ctx, s.db, (*Session).fields, `
		SELECT `+sessionCols+` FROM sessions s WHERE s.member_id = $1 ORDER BY s.seen_at DESC, s.id DESC LIMIT 100`, by.ID)
	if err != nil {
		return nil, err
	}
	now := s.db.Now()
	var live []Session
	for _, session := range all {
		if !session.Over(now) {
			live = append(live, session)
		}
	}
	return live, nil
}

// SignOut ends one session of by.
func (s *Store) SignOut(ctx context.Context, by Member, sessionID int64) (err error) {
	defer models.Wrap(&err, "sign out of session %d", sessionID)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `DELETE FROM sessions WHERE id = $1 AND member_id = $2`, sessionID, by.ID)
		if err == nil && n == 0 {
			return models.NotFound("no such session")
		}
		return err
	})
}

// SignOutElsewhere ends every session of by but the one they are in.
func (s *Store) SignOutElsewhere(ctx context.Context, by Member, session Session) (err error) {
	defer models.Wrap(&err, "sign %d out elsewhere", by.ID)
	return s.db.Write(ctx, func(tx *db.Tx) error { return endOthers(ctx, tx, by.ID, session.ID) })
}

// renew gives a live session of by a new token, as proof that they are at the keyboard.
func renew(ctx context.Context, tx *db.Tx, by Member, sessionID int64) (string, error) {
	token := newToken()
	n, err := db.Exec(ctx, tx, `
		UPDATE sessions SET token_hash = $3, confirmed_at = $4, seen_at = $4
		WHERE id = $1 AND member_id = $2`, sessionID, by.ID, digest(token), tx.Now)
	if err == nil && n == 0 {
		return "", models.SignIn()
	}
	return token, err
}

// fresh refuses an act whose session has ended, or is not by's, or in which by has not proved
// who they are a moment ago.
func fresh(ctx context.Context, tx *db.Tx, by Member, sessionID int64) error {
	session, err := db.One(ctx, tx, (*Session).fields, `
		SELECT `+sessionCols+` FROM sessions s WHERE s.id = $1 AND s.member_id = $2`, sessionID, by.ID)
	switch {
	case models.KindOf(err) == models.KindNotFound:
		return models.SignIn()
	case err != nil:
		return err
	case session.Over(tx.Now):
		return models.SignIn()
	case !session.IsFresh(tx.Now):
		return models.Confirm()
	}
	return nil
}

// endToken ends the session a browser had before it signed in anew.
func endToken(ctx context.Context, tx *db.Tx, token string) error {
	_, err := db.Exec(ctx, tx, `DELETE FROM sessions WHERE token_hash = $1`, digest(token))
	return err
}

// endSessions signs a person out everywhere. That is done whenever what they are changes, by a
// decision or a term: no token outlives the rights it was given under.
func endSessions(ctx context.Context, tx *db.Tx, memberID int64) error {
	_, err := db.Exec(ctx, tx, `DELETE FROM sessions WHERE member_id = $1`, memberID)
	return err
}

func endOthers(ctx context.Context, tx *db.Tx, memberID, keep int64) error {
	_, err := db.Exec(ctx, tx, `DELETE FROM sessions WHERE member_id = $1 AND id <> $2`, memberID, keep)
	return err
}
