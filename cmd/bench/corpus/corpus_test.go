package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/prose"
)

const small Size = 300

// filled is a database with a small site.
func filled(t *testing.T) *db.DB {
	t.Helper()
	d := dbtest.Open(t)
	last := 0
	if err := Fill(t.Context(), d, small, func(posts int) { last = posts }); err != nil {
		t.Fatal(err)
	}
	if last != int(small) {
		t.Errorf("it says that %d posts were written, want %d", last, small)
	}
	return d
}

// content is all that a filled table holds, as one number.
func content(t *testing.T, d *db.DB, columns, table string) string {
	t.Helper()
	rows, err := db.Values[string](t.Context(), d, `SELECT `+columns+` FROM `+table+` ORDER BY 1`)
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %d rows, %v", table, len(rows), err)
	}
	sum := sha256.Sum256([]byte(strings.Join(rows, "\n")))
	return hex.EncodeToString(sum[:])
}

func TestTheSameSiteIsMadeEachTime(t *testing.T) {
	t.Parallel()
	one, two := filled(t), filled(t)
	for table, columns := range map[string]string{
		"posts":     `id || ' ' || thread_id || ' ' || number || ' ' || author_id || ' ' || reply_to || ' ' || hidden || withdrawn || ' ' || body || html`,
		"threads":   `id || ' ' || space_id || kind || title || summary || author_id || ' ' || post_count || ' ' || last_post_by`,
		"members":   `id || ' ' || handle || name || search_key || about`,
		"practices": `thread_id || ' ' || body || html`,
		"projects":  `thread_id || ' ' || problem || aim`,
		"activity":  `id || ' ' || by_id || verb || thread_id || ' ' || post_id`,
	} {
		if got, want := content(t, two, columns, table), content(t, one, columns, table); got != want {
			t.Errorf("%s differ between two sites of one size", table)
		}
	}
	if !slices.Equal(Queries(small), Queries(small)) {
		t.Error("the queries differ from one time to the next")
	}
}

func TestASiteHoldsTogether(t *testing.T) {
	t.Parallel()
	d := filled(t)
	for says, query := range map[string]string{
		"a thread's count is its highest number":    `SELECT count(*) FROM threads t WHERE t.post_count <> (SELECT max(p.number) FROM posts p WHERE p.thread_id = t.id)`,
		"a thread's count is how many there are":    `SELECT count(*) FROM threads t WHERE t.post_count <> (SELECT count(*) FROM posts p WHERE p.thread_id = t.id)`,
		"a thread's last post is the last":          `SELECT count(*) FROM threads t JOIN posts p ON p.thread_id = t.id AND p.number = t.post_count WHERE p.author_id <> t.last_post_by OR p.made_at <> t.last_post_at`,
		"posts are numbered as they were written":   `SELECT count(*) FROM posts p JOIN posts q ON q.thread_id = p.thread_id AND q.number = p.number + 1 WHERE q.id < p.id OR q.made_at < p.made_at`,
		"each post has its act":                     `SELECT count(*) FROM posts p WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.post_id = p.id AND a.by_id = p.author_id AND a.thread_id = p.thread_id)`,
		"in a group only those write who are in":    `SELECT count(*) FROM posts p JOIN threads t ON t.id = p.thread_id JOIN spaces s ON s.id = t.space_id WHERE s.readers = 'private' AND NOT EXISTS (SELECT 1 FROM space_members r WHERE r.space_id = s.id AND r.member_id = p.author_id)`,
		"a practice has its thread and the reverse": `SELECT count(*) FROM threads t WHERE (t.kind = 'practice') <> EXISTS (SELECT 1 FROM practices p WHERE p.thread_id = t.id)`,
		"nothing is left to be told of":             `SELECT count(*) FROM activity a WHERE a.id > (SELECT f.activity_id FROM followers f WHERE f.name = 'notices')`,
	} {
		if n, err := db.Value[int](t.Context(), d, query); err != nil || n != 0 {
			t.Errorf("%s: %d do not, %v", says, n, err)
		}
	}
	for says, query := range map[string]string{
		"boards for anybody, boards for members, and groups": `SELECT count(DISTINCT s.readers) FROM threads t JOIN spaces s ON s.id = t.space_id`,
		"discussions, practices and projects":                `SELECT count(DISTINCT kind) FROM threads`,
	} {
		if n, err := db.Value[int](t.Context(), d, query); err != nil || n != 3 {
			t.Errorf("%s: there are %d sorts, %v", says, n, err)
		}
	}
	longest, err := db.Value[int](t.Context(), d, `SELECT post_count FROM threads WHERE id = 1`)
	if err != nil || longest != small.LongThread() {
		t.Errorf("the long thread has %d posts, want %d: %v", longest, small.LongThread(), err)
	}
}

func TestTheStoredPagesAreWhatTheRendererMakes(t *testing.T) {
	t.Parallel()
	v, lists := vocabulary(), 0
	for thread := range 100 {
		text := speak(v, small, thread).post(thread, 1+thread%4)
		p, err := prose.Render(context.Background(), text.Body, nil)
		if err != nil || p.HTML != text.HTML {
			t.Fatalf("%q\nis rendered as %q\nand stored as %q, %v", text.Body, p.HTML, text.HTML, err)
		}
		lists += strings.Count(text.HTML, "<ul>")
	}
	if lists == 0 {
		t.Error("no text has a list")
	}
}

// TestWordsAreUsedAsZipfFound holds how often words are drawn to the line that their ranks
// draw on paper with two logarithmic axes.
func TestWordsAreUsedAsZipfFound(t *testing.T) {
	t.Parallel()
	v, rng, drawn := vocabulary(), rand.New(rand.NewPCG(1, 1)), map[int]int{}
	const draws = 400_000
	for range draws {
		drawn[v.Rank(rng)]++
	}
	for _, rank := range []int{0, 9, 99, 999} {
		near, want := 0.0, 0.0
		for r := rank; r < rank+1+rank/5; r++ { // a few neighbours, so that chance evens out
			near += float64(drawn[r])
			want += math.Pow(float64(r)+1+flatTop, -steepness)
		}
		got := near / float64(drawn[0])
		want *= math.Pow(1+flatTop, steepness)
		if got < want*0.8 || got > want*1.25 {
			t.Errorf("words about rank %d are drawn %.4f times as often as the first, want about %.4f", rank+1, got, want)
		}
	}
	unused := vocabularySize - len(drawn)
	if unused == 0 || len(drawn) < vocabularySize/4 {
		t.Errorf("%d of %d words are drawn: the rare ones have to be rare, and there", len(drawn), vocabularySize)
	}
}

func TestVocabularyHasEachWordOnce(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for rank, word := range vocabulary().Words {
		if first, twice := seen[word]; twice && rank > 1_000 {
			t.Errorf("%q stands at %d and at %d", word, first, rank)
		}
		seen[word] = rank
	}
	if len(seen) < vocabularySize-100 {
		t.Errorf("there are %d words", len(seen))
	}
}

func TestThereAreEnoughQueriesOfEachKind(t *testing.T) {
	t.Parallel()
	number, seen := map[string]int{}, map[string]bool{}
	for _, q := range Queries(small) {
		number[q.Kind]++
		seen[q.Text] = true
		if q.Kind == "phrase" && (!strings.HasPrefix(q.Text, `"`) || !strings.HasSuffix(q.Text, `"`)) {
			t.Errorf("%s is no phrase", q.Text)
		}
	}
	for _, kind := range append([]string{Misspelt}, Kinds...) {
		if number[kind] != PerKind {
			t.Errorf("there are %d of kind %s, want %d", number[kind], kind, PerKind)
		}
	}
	if len(seen) != (len(Kinds)+1)*PerKind || len(seen) < 200 {
		t.Errorf("there are %d different queries", len(seen))
	}
}

func TestValuesAreNumberedThroughout(t *testing.T) {
	t.Parallel()
	if got, want := values(2, 3), "($1, $2, $3), ($4, $5, $6)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
