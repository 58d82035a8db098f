package notify

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Up to where a listener was told is a number of a row of activity. A browser keeps it and sends it
// back when its line broke. It is sealed, and otherwise each time: the number itself would tell
// anybody how much goes on where they may not look.

// SealWith sets the key that positions are sealed with: the same on every node and after every
// start, or a browser whose line broke is told from the present on.
func (s *Store) SealWith(key []byte) { s.seal = sealOf(key) }

const sealing = "live position"

func sealOf(key []byte) cipher.AEAD {
	sum := sha256.Sum256(append([]byte(sealing+"\x00"), key...))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		panic(err) // it has the right length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return aead
}

// ownSeal is for a store that is given no key.
func ownSeal() cipher.AEAD { return sealOf([]byte(rand.Text())) }

func (s *Store) mark(position int64) string {
	number := binary.BigEndian.AppendUint64(nil, uint64(position))
	return base64.RawURLEncoding.EncodeToString(s.seal.Seal(nil, nil, number, []byte(sealing)))
}

// position reads a mark; one that is none, or not ours, is 0.
func (s *Store) position(mark string) int64 {
	sealed, err := base64.RawURLEncoding.DecodeString(mark)
	if err != nil || len(sealed) < s.seal.Overhead() {
		return 0
	}
	number, err := s.seal.Open(nil, nil, sealed, []byte(sealing))
	if err != nil || len(number) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(number))
}

// How far back one looks, in rows of activity: at first over what may have happened between the
// drawing of a page and its listening, whatever was told to other pages; at most over days of a
// lively site. A page that is older still shows reactions as they were, and all that was written.
const (
	lookBack = 100
	farthest = 50_000
)

// changes are the acts that change a post that is shown, but for its words.
var changes = []string{string(activity.Reacted), string(activity.ReactionTakenBack)}

// Changed is a post of which the reactions are others than they were.
type Changed struct {
	Thread, Post int64
	at           int64 // the last row of activity that said so
}

func (c *Changed) fields() []any { return []any{&c.Thread, &c.Post, &c.at} }

// changed finds the posts of some threads that by may see and that changed behind a position or in
// the last rows, and the position up to which that is all.
func (s *Store) changed(ctx context.Context, by member.Member, threads []int64, from, rows int64) (list []Changed, to int64, err error) {
	to, err = db.Value[int64](ctx, s.db, `SELECT coalesce(max(a.id), 0) FROM activity a`)
	if err != nil {
		return nil, 0, err
	}
	verbs, err := db.JSON(changes)
	if err != nil {
		return nil, 0, err
	}
	list, err = db.All(ctx, s.db, (*Changed).fields, `
		SELECT p.thread_id, p.id, max(a.id)
		FROM activity a
		JOIN posts p ON p.id = a.post_id
		JOIN threads t ON t.id = p.thread_id
		JOIN spaces s ON s.id = t.space_id
		WHERE a.id > $4 AND a.id <= $5
			AND a.verb IN (SELECT v.value FROM `+db.Each(s.db, 6)+` v)
			AND t.id IN `+db.EachID(s.db, 7)+`
			AND `+space.SeesPost+`
		GROUP BY p.thread_id, p.id
		ORDER BY max(a.id)
		LIMIT $8`, space.As(by, s.db.Now(), max(min(from, to-rows), to-farthest), to, verbs, db.IDs(threads), mostNew)...)
	if len(list) == mostNew {
		to = list[mostNew-1].at
	}
	return list, to, err
}
