package corpus

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/markdown"
	"commonroom/models/prose"
)

// site is a corpus on its way into a database. Members, threads and posts are given their
// numbers by their order, from 1.
type site struct {
	db      *db.DB
	size    Size
	words   *Vocabulary
	threads []thread
	order   []planned
	spaces  []int64 // by place; the groups follow the boards
}

// Fill writes a site of size posts into a new database, and tells how many posts are there.
// It makes no index: whoever fills a database calls for that.
func Fill(ctx context.Context, d *db.DB, size Size, done func(posts int)) (err error) {
	defer models.Wrap(&err, "fill a database with %d posts", size)
	s := &site{db: d, size: size, words: vocabulary()}
	s.threads, s.order = plan(size)
	for _, fill := range []func(context.Context) error{
		s.fillSpaces, s.fillMembers, s.fillRosters, s.fillThreads, s.fillTags, s.fillDocuments,
	} {
		if err := fill(ctx); err != nil {
			return err
		}
	}
	return s.fillPosts(ctx, done)
}

// fillSpaces adds the boards that are missing, and the groups.
func (s *site) fillSpaces(ctx context.Context) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		const add = `INSERT INTO spaces (kind, slug, name, purpose, readers, holds, position, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (slug) DO NOTHING`
		for i, p := range places {
			if _, err := db.Exec(ctx, tx, add, "board", p.slug, p.name, "For the benchmark.", p.readers, p.holds, i+10, begins); err != nil {
				return err
			}
		}
		for i := range s.size.groups() {
			if _, err := db.Exec(ctx, tx, add, "group", groupSlug(i), fmt.Sprint("Group ", i+1), "For the benchmark.", "private", "discussion", 0, begins); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range len(places) + s.size.groups() {
		slug := groupSlug(i - len(places))
		if i < len(places) {
			slug = places[i].slug
		}
		id, err := db.Value[int64](ctx, s.db, `SELECT id FROM spaces WHERE slug = $1`, slug)
		if err != nil {
			return err
		}
		s.spaces = append(s.spaces, id)
	}
	return nil
}

func groupSlug(i int) string { return fmt.Sprint("group-", i+1) }

var (
	firstNames = strings.Fields("Ada Ben Cara Dev Edie Femi Grace Hugh Ines Jo Kofi Lena Musa Nia Omar Priya Quinn Rosa Sam Tom Uma Viv Will Xan Yusuf Zoe")
	jobTitles  = []string{"Ward manager", "Data analyst", "Consultant nurse", "Software engineer", "Pharmacist", "Head of digital", "Programme manager", "Radiographer"}
	regions    = []string{"London", "South West", "South East", "Midlands", "East of England", "North West", "North East and Yorkshire"}
)

// fillMembers makes the people, all of them confirmed long ago.
func (s *site) fillMembers(ctx context.Context) error {
	made := func(i int) []any {
		rng := rand.New(rand.NewPCG(7, uint64(i)))
		name := firstNames[rng.IntN(len(firstNames))] + " " + capital(pronounce(rng, 2))
		job, region := jobTitles[rng.IntN(len(jobTitles))], regions[rng.IntN(len(regions))]
		organisation := capital(pronounce(rng, 2)) + " Trust"
		about := speak(s.words, s.size, -i).sentence(rng, 14)
		return []any{fmt.Sprintf("person-%d", i+1), name, prose.Fold(name), job, organisation, region,
			prose.Fold(strings.Join([]string{name, job, organisation, region}, " ")),
			about, "<p>" + escape.Replace(about) + "</p>\n", markdown.Version, "member", 1 + rng.IntN(8), true, begins, begins}
	}
	err := inParts(ctx, s.db, "members", `handle, name, name_key, job_title, organisation, region,
		search_key, about, about_html, about_renderer, state, cohort_number, welcomed, joined_at, admitted_at`, s.size.members(), made)
	if err != nil {
		return err
	}
	perspectives, err := db.Values[string](ctx, s.db, `SELECT slug FROM perspectives ORDER BY position`)
	if err != nil {
		return err
	}
	return inParts(ctx, s.db, "member_perspectives", "member_id, perspective", s.size.members(), func(i int) []any {
		return []any{i + 1, perspectives[i%len(perspectives)]}
	})
}

func (s *site) fillRosters(ctx context.Context) error {
	return inParts(ctx, s.db, "space_members", "space_id, member_id, role, joined_at", s.size.groups()*rosterSize, func(i int) []any {
		group, seat := i/rosterSize, i%rosterSize
		role := "member"
		if seat == 1 {
			role = "facilitator"
		}
		return []any{s.spaces[len(places)+group], s.size.roster(group)[seat] + 1, role, begins}
	})
}

// kindOf says what a thread belongs to.
func (t thread) kindOf() string {
	if t.place < len(places) {
		return places[t.place].holds
	}
	return "discussion"
}

// fillThreads makes the threads as they are once all is said. A few are hidden, locked or pinned.
func (s *site) fillThreads(ctx context.Context) error {
	err := inParts(ctx, s.db, "threads", `space_id, kind, title, slug, summary, author_id, published, hidden, locked, pinned,
		post_count, last_post_at, last_post_by, made_at, published_at`, len(s.threads), func(i int) []any {
		t := s.threads[i]
		title, summary := speak(s.words, s.size, i).heading(i)
		return []any{s.spaces[t.place], t.kindOf(), title, prose.Slug(title), summary, t.author + 1, true, i%500 == 499, i%100 == 99, i%3_000 == 1,
			t.posts, t.at[t.posts-1], s.writer(i, t.posts) + 1, t.made, t.made}
	})
	if err != nil {
		return err
	}
	return inParts(ctx, s.db, "thread_authors", "thread_id, member_id", len(s.threads), func(i int) []any {
		return []any{i + 1, s.threads[i].author + 1}
	})
}

// writer is who wrote a post.
func (s *site) writer(thread, number int) int {
	t := s.threads[thread]
	if number == 1 && t.kindOf() == "discussion" {
		return t.author
	}
	return s.size.author(rand.New(rand.NewPCG(uint64(thread)<<20|8, uint64(number))), t.place)
}

// tagsThere is how many tags there are: members reuse what they find.
const tagsThere = 200

// fillTags makes the tags, and gives two to most threads.
func (s *site) fillTags(ctx context.Context) error {
	err := inParts(ctx, s.db, "tags", "slug, name", tagsThere, func(i int) []any {
		name := s.words.Words[150+i*7]
		return []any{prose.Slug(name), name}
	})
	if err != nil {
		return err
	}
	return inParts(ctx, s.db, "thread_tags", "thread_id, tag_id, out_at", 2*len(s.threads), func(i int) []any {
		thread := i / 2
		tag := thread*31%tagsThere + i%2
		if thread%5 == 0 || tag >= tagsThere {
			return nil
		}
		return []any{thread + 1, tag + 1, s.threads[thread].made}
	})
}

// fillPosts writes the posts in the order in which they were written, each with its row of
// activity; the followers of the record have seen it all. While one part is written, the next
// is thought of.
func (s *site) fillPosts(ctx context.Context, done func(posts int)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	parts := make(chan part)
	go s.think(ctx, parts)
	posts := 0
	for p := range parts {
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			if err := insert(ctx, tx, "posts", `thread_id, number, author_id, reply_to, body, html, renderer, edited_at, hidden, withdrawn, made_at`, p.posts); err != nil {
				return err
			}
			return insert(ctx, tx, "activity", `at, by_id, verb, space_id, thread_id, post_id`, p.activity)
		})
		if err != nil {
			return err
		}
		posts += len(p.posts)
		done(posts)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `INSERT INTO followers (name, activity_id) SELECT 'notices', max(id) FROM activity`)
		return err
	})
}

// part is what is committed together.
type part struct{ posts, activity [][]any }

// think makes up the posts, part by part.
func (s *site) think(ctx context.Context, parts chan<- part) {
	defer close(parts)
	for from := 0; from < len(s.order); from += commitAfter {
		var p part
		for i := from; i < min(from+commitAfter, len(s.order)); i++ {
			post, act := s.post(i)
			p.posts, p.activity = append(p.posts, post), append(p.activity, act)
		}
		select {
		case parts <- p:
		case <-ctx.Done():
			return
		}
	}
}

// post gives the row of the ith post of the site, and that of the act it was written by.
func (s *site) post(i int) (post, act []any) {
	o := s.order[i]
	t, by := s.threads[o.thread], s.writer(o.thread, o.number)+1
	text := speak(s.words, s.size, o.thread).post(o.thread, o.number)
	replyTo, verb := 0, activity.Replied
	if o.number == 1 && t.kindOf() == "discussion" {
		verb = activity.ThreadStarted
	} else if o.number%3 == 0 {
		replyTo = o.number / 2
	}
	return []any{o.thread + 1, o.number, by, replyTo, text.Body, text.HTML, markdown.Version, o.at, i%600 == 599, i%400 == 399, o.at},
		[]any{o.at, by, string(verb), s.spaces[t.place], o.thread + 1, i + 1}
}

// day is the day of a moment, near enough.
func day(t time.Time) string { return t.Format(time.DateOnly) }
