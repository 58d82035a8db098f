package main

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"commonroom/models/prose"
)

// What a member rightly expects of a search of the sample, written before there was one:
// relevance.csv says what must be found how soon, spelling.csv what a slip of the hand meant.
//
//go:embed testdata/*.csv
var expectations embed.FS

// nothing is the target of a search that must find nothing, and what is meant by words that
// nothing better is known for.
const nothing = "nothing"

// askers are those who ask: by the handle of a persona, a visitor by none. The member has
// neither an office nor written what is hidden or a draft.
var askers = map[string]string{"visitor": "", "member": "priya", "committee": chair}

// relevanceCase is one line of relevance.csv. The target is the title of a thread, a title and
// the number of a post ("title#3"), a member ("@handle"), the path of a page ("/help/members")
// or nothing; rank is the latest place among the hits at which it may stand, 0 for nothing.
type relevanceCase struct {
	query, who, target string
	rank               int
	why                string
}

// misspelling is one line of spelling.csv: what is typed, and what the page asks whether they
// meant.
type misspelling struct {
	query, who, meant, why string
}

// cases reads relevance.csv.
func cases(t *testing.T) (list []relevanceCase) {
	t.Helper()
	for _, line := range lines(t, "relevance.csv", "query", "who", "target", "rank", "why") {
		c := relevanceCase{query: line[0], who: line[1], target: line[2], why: line[4]}
		if line[3] != "" {
			var err error
			if c.rank, err = strconv.Atoi(line[3]); err != nil {
				t.Fatalf("%s: the rank is no number: %q", c.query, line[3])
			}
		}
		list = append(list, c)
	}
	return list
}

// misspellings reads spelling.csv.
func misspellings(t *testing.T) (list []misspelling) {
	t.Helper()
	for _, line := range lines(t, "spelling.csv", "query", "who", "meant", "why") {
		list = append(list, misspelling{line[0], line[1], line[2], line[3]})
	}
	return list
}

// lines reads a table that has these columns. A line that begins with # is a heading.
func lines(t *testing.T, name string, columns ...string) [][]string {
	t.Helper()
	text, err := expectations.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comment = '#'
	all, err := r.ReadAll()
	if err != nil || len(all) == 0 || !slices.Equal(all[0], columns) {
		t.Fatalf("%s: the columns are not %v: %v", name, columns, err)
	}
	return all[1:]
}

// piece is a thread of the sample: its heading with the text that it belongs to, if any, and
// its posts.
type piece struct {
	title, words string
	posts        []said
	members      bool // stands on a board for members
	draft        bool
}

// pieces are all threads of the sample.
func pieces(t *testing.T) (list []piece) {
	t.Helper()
	for _, d := range discussions() {
		list = append(list, piece{title: d.title, words: d.summary + "\n" + d.tags, posts: d.posts,
			members: d.board != "interoperability"})
	}
	for _, p := range slices.Concat(practices, laterPractices, projects, laterProjects) {
		words := strings.Join([]string{p.summary, p.tags, p.body, p.aim, p.problem, p.team}, "\n")
		list = append(list, piece{title: p.title, words: words, posts: p.comments, draft: p.draft})
	}
	files, err := firstPosts.ReadDir("practices")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := firstPosts.ReadFile("practices/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), "title: ")
		title, rest, _ := strings.Cut(rest, "\n")
		list = append(list, piece{title: strings.Trim(title, `"`), words: rest})
	}
	return list
}

// shownTo tells whether somebody may read the thread, by who they are in the table.
func (p piece) shownTo(who string) bool { return !p.draft && (who != "visitor" || !p.members) }

// readBy gives all that somebody may read in the sample: threads, and members' profiles.
func readBy(t *testing.T, who string) string {
	t.Helper()
	var b strings.Builder
	for _, p := range pieces(t) {
		if !p.shownTo(who) {
			continue
		}
		fmt.Fprintln(&b, p.title, p.words)
		for _, s := range p.posts {
			if s.breaks == 0 || who == "committee" {
				fmt.Fprintln(&b, s.text)
			}
		}
	}
	for _, p := range everybody() {
		if who != "visitor" && !p.absent {
			fmt.Fprintln(&b, p.Name, p.job, p.at, p.region, p.about)
		}
	}
	return prose.Fold(b.String())
}

// enough is how many cases the table has at least: what the ranking has to get right at once
// leaves it nowhere to hide.
const enough = 100

func TestTheTableOfWhatASearchFindsIsWellFormed(t *testing.T) {
	t.Parallel()
	list := cases(t)
	if len(list) < enough {
		t.Errorf("%d cases are not enough", len(list))
	}
	seen := map[relevanceCase]bool{}
	for _, c := range list {
		if _, ok := askers[c.who]; !ok {
			t.Errorf("%s: nobody is called %q", c.query, c.who)
		}
		if c.query == "" || c.why == "" {
			t.Errorf("%+v: the words or the reason are missing", c)
		}
		if c.rank < 0 || c.rank > 3 || (c.rank == 0) != (c.target == nothing) {
			t.Errorf("%s: %d is no place for %q", c.query, c.rank, c.target)
		}
		key := relevanceCase{query: c.query, who: c.who, target: c.target}
		if seen[key] {
			t.Errorf("%s: %s asks for %q twice", c.query, c.who, c.target)
		}
		seen[key] = true
	}
}

func TestEachTargetOfTheTableIsThereOnceToBeReadByWhoAsks(t *testing.T) {
	t.Parallel()
	all, site := pieces(t), openDemo(t)
	for _, c := range cases(t) {
		switch {
		case c.target == nothing:
		case strings.HasPrefix(c.target, "/"):
			page(t, site+c.target)
		case strings.HasPrefix(c.target, "@"):
			if n := count(everybody(), func(p persona) bool { return "@"+p.Subject == c.target && !p.absent && p.cohort > 0 }); n != 1 || c.who == "visitor" {
				t.Errorf("%s: %d members for %s are %s", c.query, n, c.who, c.target)
			}
		default:
			title, number, isPost := strings.Cut(c.target, "#")
			if n := count(all, func(p piece) bool { return p.title == title && p.shownTo(c.who) }); n != 1 {
				t.Errorf("%s: %d threads for %s are called %q", c.query, n, c.who, title)
			} else if isPost {
				checkPost(t, c, all[slices.IndexFunc(all, func(p piece) bool { return p.title == title })], number)
			}
		}
	}
}

// checkPost fails unless the thread has the post, for whoever asks for it.
func checkPost(t *testing.T, c relevanceCase, p piece, number string) {
	t.Helper()
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(p.posts) {
		t.Errorf("%s: %q has no post %s", c.query, p.title, number)
	} else if p.posts[n-1].breaks != 0 && c.who != "committee" {
		t.Errorf("%s: post %s of %q is hidden from a %s", c.query, number, p.title, c.who)
	}
}

func count[T any](list []T, fits func(T) bool) (n int) {
	for _, x := range list {
		if fits(x) {
			n++
		}
	}
	return n
}

// TestWhatMustNotBeFoundIsThereForOthers keeps the table from asking for nothing where there is
// nothing to be found: somebody has written the words, where whoever asks may not read them.
func TestWhatMustNotBeFoundIsThereForOthers(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, p := range pieces(t) {
		fmt.Fprintln(&all, p.words)
	}
	everything := readBy(t, "committee") + prose.Fold(all.String())
	for _, c := range cases(t) {
		if c.target != nothing {
			continue
		}
		words := c.query
		if strings.Contains(words, ":") { // an operator stands in front
			_, words, _ = strings.Cut(words, " ")
		}
		words = prose.Fold(strings.Trim(words, `"`))
		if !strings.Contains(everything, words) {
			t.Errorf("%s: nobody has written it", c.query)
		}
		if strings.Contains(readBy(t, c.who), words) {
			t.Errorf("%s: a %s may read it", c.query, c.who)
		}
	}
}

func TestWhatASlipOfTheHandMeantIsWrittenSomewhere(t *testing.T) {
	t.Parallel()
	for _, m := range misspellings(t) {
		text := readBy(t, m.who)
		if m.why == "" || m.query == "" {
			t.Errorf("%+v: the words or the reason are missing", m)
		}
		for _, word := range strings.Fields(m.meant) {
			if m.meant != nothing && !strings.Contains(text, prose.Fold(word)) {
				t.Errorf("%s: a %s cannot read %q anywhere", m.query, m.who, word)
			}
		}
		if m.meant != nothing && strings.Contains(text, prose.Fold(m.query)) {
			t.Errorf("%s: somebody writes it so", m.query)
		}
	}
}
