package search

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/words"
)

// What members look for and do not find is counted so that the committee learns what is missing
// here, and never who missed it. The words alone are kept, and they are shown once three different
// members have typed them: by then they are nobody's in particular.
const enoughMissed = 3

// To tell one member from another until then, two marks are kept of the first two, made of the
// words and the member with a key that is not in the database. A mark is one of so many only that
// about ten members share each: neither the database nor the key tells whose it is. Now and
// then a third member has the mark of one of the first two, and it takes a fourth. With
// another key the marks tell nothing, and counting members begins anew.
const marks = 64

// Bounds of the words that are counted. Nobody can tell what a long text says about whom.
const (
	mostMissedWords = 8
	longestMissed   = 100 // characters
)

// longNumber is six figures or more, however they are set apart: a date of birth, a phone number,
// a number of somebody's.
var longNumber = regexp.MustCompile(`[0-9](?:(?:[ ,./"_-]| and | or ){0,3}[0-9]){5}`)

// noted is how often some words were looked for since the last count, and by whom in marks.
type noted struct {
	times int
	marks []int64
}

// MarkWith sets the key that marks are made with: the same on every node and after every start,
// or members who searched on either side of a start are not counted together.
func (s *Store) MarkWith(key []byte) { s.key = key }

func (s *Store) sum(text string) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte("search misses\x00" + text))
	return mac.Sum(nil)
}

// mark is the mark of a member who looked for the words; never 0.
func (s *Store) mark(by member.Member, text string) int64 {
	return int64(s.sum(fmt.Sprint("who\x00", by.ID, "\x00", text))[0]%marks) + 1
}

// keyMark tells this key from another; never 0.
func (s *Store) keyMark() int64 { return int64(binary.BigEndian.Uint32(s.sum("key"))>>1) + 1 }

// noteMiss counts words that a member looked for in vain: once a day, and not where a filter may be
// why nothing was found.
func (s *Store) noteMiss(by member.Member, q Query, r Results) {
	text, ok := countable(q, r)
	if !ok {
		return
	}
	s.tally.mu.Lock()
	defer s.tally.mu.Unlock()
	m, there := s.tally.missed[text]
	if !s.tally.first(turn{by: by.ID, words: text}, models.DayOf(s.db.Now())) || !there && len(s.tally.missed) >= mostMissed {
		return
	}
	if s.tally.missed == nil {
		s.tally.missed = map[string]noted{}
	}
	m.times++
	if mark := s.mark(by, text); !slices.Contains(m.marks, mark) && len(m.marks) < enoughMissed {
		m.marks = append(m.marks, mark)
	}
	s.tally.missed[text] = m
}

// countable gives the words as they are counted, without the small ones, unless they may be about
// a person: what has a long number or an e-mail address in it is forgotten at once.
func countable(q Query, r Results) (text string, ok bool) {
	typed := prose.Fold(q.Text)
	if r.Query.Filtered() || longNumber.MatchString(typed) || strings.Contains(typed, "@") || len(strings.Fields(typed)) > mostMissedWords {
		return "", false
	}
	if _, err := prose.Optional("", "", q.Text, maxText); err != nil {
		return "", false
	}
	var said []string
	for _, token := range words.All(r.Query.Text) {
		said = append(said, prose.Fold(r.Query.Text[token.Start:token.End]))
	}
	text = strings.Join(said, " ")
	return text, text != "" && len([]rune(text)) <= longestMissed
}

// The states of a miss.
const (
	missCounting  = "counting" // fewer than three members have looked for it
	missShown     = "shown"
	missDismissed = "dismissed"
)

// Miss are words that members look for and do not find.
type Miss struct {
	ID      int64
	Words   string
	Times   int        // each member counts once a day
	LastDay models.Day // somebody looked for them

	state         string
	key           int64
	first, second int64
}

const missCols = `x.id, x.words, x.state, x.times, x.last_day, x.key_mark, x.first_mark, x.second_mark`

func (m *Miss) fields() []any {
	return []any{&m.ID, &m.Words, &m.state, &m.Times, &m.LastDay, &m.key, &m.first, &m.second}
}

// Missed lists what members look for and do not find, the most often looked for first.
func (s *Store) Missed(ctx context.Context, by member.Member) (list []Miss, err error) {
	defer models.Wrap(&err, "list what is not found")
	if err := canKeep(by, s.db.Now()); err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, (*Miss).fields, `
		SELECT `+missCols+`
		FROM search_misses x
		WHERE x.state = 'shown'
		ORDER BY x.times DESC, x.id DESC
		LIMIT $1`, mostShown)
}

// mostShown is more misses than a committee deals with.
const mostShown = 100

// Dismiss takes words off the list for good: somebody has dealt with them, or they mean nothing.
func (s *Store) Dismiss(ctx context.Context, by member.Member, id int64) (err error) {
	defer models.Wrap(&err, "dismiss miss %d", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := canKeep(by, tx.Now); err != nil {
			return err
		}
		m, err := db.One(ctx, tx, (*Miss).fields, `SELECT `+missCols+` FROM search_misses x WHERE x.id = $1 AND x.state <> 'counting'`, id)
		if models.KindOf(err) == models.KindNotFound {
			return models.NotFound("no such words")
		}
		if err != nil || m.state == missDismissed {
			return err
		}
		if _, err := db.Exec(ctx, tx, `UPDATE search_misses SET state = 'dismissed' WHERE id = $1`, id); err != nil {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.MissDismissed, Detail: m.Words})
	})
}

// countMisses adds what was noted to what was counted before.
func (s *Store) countMisses(ctx context.Context, tx *db.Tx, missed map[string]noted) error {
	if len(missed) == 0 {
		return nil
	}
	texts := slices.Sorted(maps.Keys(missed))
	list, err := db.JSON(texts)
	if err != nil {
		return err
	}
	known, err := db.All(ctx, tx, (*Miss).fields, `
		SELECT `+missCols+` FROM search_misses x WHERE x.words IN (SELECT e.value FROM `+db.Each(tx, 1)+` e)`, list)
	if err != nil {
		return err
	}
	before := map[string]Miss{}
	for _, m := range known {
		before[m.Words] = m
	}
	var rows []string
	var args []any
	for _, text := range texts {
		m := before[text].with(missed[text], s.keyMark())
		n := len(args)
		rows = append(rows, fmt.Sprintf("($%d, $%d, $%d, $%d, $%d, $%d, $%d)", n+1, n+2, n+3, n+4, n+5, n+6, n+7))
		args = append(args, text, m.state, m.Times, models.DayOf(tx.Now), m.key, m.first, m.second)
	}
	_, err = db.Exec(ctx, tx, `
		INSERT INTO search_misses (words, state, times, last_day, key_mark, first_mark, second_mark)
		VALUES `+strings.Join(rows, ", ")+`
		ON CONFLICT (words) DO UPDATE
		SET state = excluded.state, times = excluded.times, last_day = excluded.last_day,
			key_mark = excluded.key_mark, first_mark = excluded.first_mark, second_mark = excluded.second_mark`, args...)
	return err
}

// with is the miss after more of the same. The third member makes it one that is shown, and the
// marks are gone.
func (m Miss) with(more noted, key int64) Miss {
	m.Times += more.times
	if m.state == missShown || m.state == missDismissed {
		return m
	}
	if m.key != key {
		m.first, m.second = 0, 0
	}
	m.state, m.key = missCounting, key
	for _, mark := range more.marks {
		switch {
		case mark == m.first || mark == m.second:
		case m.first == 0:
			m.first = mark
		case m.second == 0:
			m.second = mark
		default:
			m.state, m.key, m.first, m.second = missShown, 0, 0, 0
			return m
		}
	}
	return m
}

// How long misses are kept, and how many of those that few have looked for.
const (
	monthsMissed = 12
	mostCounting = 20_000
)

// Sweep forgets what nobody has looked for in a year. The server calls it once a day.
func (s *Store) Sweep(ctx context.Context) (err error) {
	defer models.Wrap(&err, "sweep the searches")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			DELETE FROM search_misses
			WHERE last_day < $1 OR id IN (
				SELECT x.id FROM search_misses x
				WHERE x.state = 'counting'
				ORDER BY x.last_day DESC, x.id DESC
				LIMIT $3 OFFSET $2)`, models.DayOf(tx.Now.AddDate(0, -monthsMissed, 0)), mostCounting, 1<<30)
		return err
	})
}
