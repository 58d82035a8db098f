package draft

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/markdown"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// maxDraft is how many characters a draft may have in all its fields: room for a text that has
// still to be cut down to what a post may have.
const maxDraft = 3 * markdown.MaxLength

// Ref is what a form says of the draft it is kept in. The form of anything that can be kept embeds it.
type Ref struct {
	Draft    int64  `form:"draft"`     // 0 for none so far
	DraftSeq int64  `form:"draft_seq"` // what was read or saved last
	InPlace  string `form:"draft_place"`
}

// Follow has the form go on with a draft.
func (r *Ref) Follow(d Draft) { r.Draft, r.DraftSeq = d.ID, d.Seq }

// Unsent is what a form sends to be kept.
type Unsent struct {
	Place
	Ref
	Key    string // of the form
	Turn   int64  // counts what this form sends, so that what arrives late changes nothing; 0 for one without a script
	Fields Fields
}

// Outcome is what became of something that was to be kept.
type Outcome string

// The outcomes.
const (
	Saved   Outcome = "saved"
	Apart   Outcome = "apart"   // the draft was saved elsewhere meanwhile: these words are a draft of their own now
	Gone    Outcome = "gone"    // the draft was sent or thrown away meanwhile: these words are a new one
	Nothing Outcome = "nothing" // nothing was written
	Sent    Outcome = "sent"    // this form has been sent already: nothing of it is a draft any more
)

// Kept says where words are kept now.
type Kept struct {
	Outcome Outcome
	ID, Seq int64
	Other   int64 // with Apart: the draft as it was saved elsewhere
	Saved   time.Time
}

// Save keeps the words of a form. It overwrites only what the form has read or has itself saved:
// otherwise both texts are kept, and Kept says so. Drafts are saved every few seconds and are
// nobody else's business, so no activity is recorded of them.
func (s *Store) Save(ctx context.Context, by member.Member, in Unsent) (k Kept, err error) {
	defer models.Wrap(&err, "save a draft of %d in %s", by.ID, in.Place)
	if err := in.validate(by); err != nil {
		return k, err
	}
	if in.Fields.blank() {
		return Kept{Outcome: Nothing, ID: in.Draft, Seq: in.DraftSeq}, nil
	}
	fields, err := json.Marshal(in.Fields)
	if err != nil {
		return k, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		k, err = save(ctx, tx, by, in, string(fields))
		return err
	})
	return k, err
}

func (in Unsent) validate(by member.Member) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case !by.IsMember():
		return models.Forbidden("Only members can keep drafts.")
	case len(in.Key) < 16 || len(in.Key) > 64:
		return models.Invalid("key", "This form is out of date. Copy what you wrote, open the page again and paste it there.")
	}
	n := 0
	for _, name := range slices.Sorted(maps.Keys(in.Fields)) {
		for _, text := range in.Fields[name] {
			n += utf8.RuneCountInString(text)
			if err := prose.Guard(name, text); err != nil {
				return err
			}
		}
	}
	if n > maxDraft {
		return models.Invalid("body", "This is too long to be kept as a draft. Cut it down, or split it in two.")
	}
	return nil
}

// held is a draft as it is before it is saved again.
type held struct {
	id, seq, turn int64
	key, fields   string
	saved         time.Time
}

func (h *held) dest() []any { return []any{&h.id, &h.seq, &h.turn, &h.key, &h.fields, &h.saved} }

func save(ctx context.Context, tx *db.Tx, by member.Member, in Unsent, fields string) (Kept, error) {
	taken, err := db.Value[int](ctx, tx, `SELECT count(*) FROM once_keys WHERE by_id = $1 AND key = $2`, by.ID, in.Key)
	if err != nil || taken > 0 {
		return Kept{Outcome: Sent}, err
	}
	// What this form saved last, or else what it was opened with.
	was, err := db.One(ctx, tx, (*held).dest, `
		SELECT d.id, d.seq, d.turn, d.key, d.fields, d.saved_at
		FROM drafts d
		WHERE d.member_id = $1 AND (d.key = $2 OR d.id = $3)
		ORDER BY CASE WHEN d.key = $2 THEN 0 ELSE 1 END
		LIMIT 1`, by.ID, in.Key, in.Draft)
	absent := models.KindOf(err) == models.KindNotFound
	own := was.key == in.Key
	switch {
	case absent && in.Draft == 0:
		return add(ctx, tx, by, in, fields, Kept{Outcome: Saved})
	case absent:
		return add(ctx, tx, by, in, fields, Kept{Outcome: Gone})
	case err != nil:
		return Kept{}, err
	case was.fields == fields, own && in.Turn > 0 && in.Turn <= was.turn:
		return Kept{Outcome: Saved, ID: was.id, Seq: was.seq, Saved: was.saved}, nil
	case own, was.seq == in.DraftSeq:
		return replace(ctx, tx, in, was, fields)
	}
	return add(ctx, tx, by, in, fields, Kept{Outcome: Apart, Other: was.id})
}

// add makes a draft of words that stand in no draft so far.
func add(ctx context.Context, tx *db.Tx, by member.Member, in Unsent, fields string, k Kept) (Kept, error) {
	if err := in.Place.canWrite(ctx, tx, by); err != nil {
		return k, err
	}
	n, err := db.Value[int](ctx, tx, `SELECT count(*) FROM drafts WHERE member_id = $1`, by.ID)
	if err == nil && n >= Most {
		err = models.Invalid("", "You have a hundred drafts, and there is no room for another. Throw some away on your page of drafts.")
	}
	if err != nil {
		return k, err
	}
	k.ID, err = db.Value[int64](ctx, tx, `
		INSERT INTO drafts (member_id, place, thread_id, post_id, fields, key, turn, made_at, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
		RETURNING id`, by.ID, in.Form, in.Place.threadID(), in.Place.postID(), fields, in.Key, in.Turn, tx.Now)
	k.Seq, k.Saved = 1, tx.Now
	return k, err
}

// replace puts the words of a form in place of what it has read or saved before.
func replace(ctx context.Context, tx *db.Tx, in Unsent, was held, fields string) (Kept, error) {
	seq, err := db.Value[int64](ctx, tx, `
		UPDATE drafts SET fields = $2, key = $3, turn = $4, saved_at = $5, seq = seq + 1
		WHERE id = $1
		RETURNING seq`, was.id, fields, in.Key, in.Turn, tx.Now)
	return Kept{Outcome: Saved, ID: was.id, Seq: seq, Saved: tx.Now}, err
}
