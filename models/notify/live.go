package notify

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Ask is what a browser wants to hear of while it shows pages.
type Ask struct {
	By      member.Member // who asks
	Session int64         // by which they are signed in; 0 for a visitor
	Threads map[int64]int // that are shown, each with the number of the last post that is
	From    string        // the mark of what was told last; empty for the present
}

// MostThreads is how many threads one browser can have open and still hear of: more than
// anybody reads at once.
const MostThreads = 20

// Listener hears of what a browser asked for. It is woken when there may be something, and
// reads what there is: who may see it is asked then, and not before. However much happens while
// it is busy, it is woken once more and not more often.
type Listener struct {
	store   *Store
	asked   Ask // its numbers of posts go on with what is told
	threads []int64
	from    int64 // the row of activity up to which was told
	begun   bool  // it has been told something, and from is up to date
	unread  int   // how many notices it was told of last; less than none before the first time
	woken   chan struct{}
	ended   chan struct{}

	mu     sync.Mutex
	posted bool // something happened in a thread that is shown
	told   bool // there are notices to count again
}

// Listen begins to listen. Whoever does has to Leave.
func (s *Store) Listen(a Ask) *Listener {
	a.Threads = maps.Clone(a.Threads)
	l := &Listener{store: s, asked: a, threads: slices.Sorted(maps.Keys(a.Threads)), unread: -1, woken: make(chan struct{}, 1), ended: make(chan struct{})}
	if l.from = s.position(a.From); l.from == 0 {
		l.from = math.MaxInt64
	}
	s.hub.join(l)
	l.wake(true, true)
	return l
}

// Leave stops listening.
func (l *Listener) Leave() { l.store.hub.leave(l) }

// Woken is when there may be something to hear; at first at once.
func (l *Listener) Woken() <-chan struct{} { return l.woken }

// Ended is closed when the listener has lost the right to hear as who it began: they signed out,
// their session ran out, or what they are has changed.
func (l *Listener) Ended() <-chan struct{} { return l.ended }

func (l *Listener) wake(posted, told bool) {
	if !posted && !told {
		return
	}
	l.mu.Lock()
	l.posted, l.told = l.posted || posted, l.told || told
	l.mu.Unlock()
	select {
	case l.woken <- struct{}{}:
	default: // it is to wake already
	}
}

// shows tells whether the browser shows a page of the thread.
func (l *Listener) shows(threadID int64) bool { return slices.Contains(l.threads, threadID) }

// why tells what the listener was woken for, once.
func (l *Listener) why() (posted, told bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	posted, told = l.posted && len(l.threads) > 0, l.told && !l.asked.By.IsVisitor()
	l.posted, l.told = false, false
	return posted, told
}

// News is what a listener is told at once.
type News struct {
	Posts   []NewPosts
	Changed []Changed
	Mark    string // of how far this tells; empty where no thread is shown
	Counted bool   // Unread holds the number of notices that wait, and it is another than was told
	Unread  int
}

// Empty tells whether there is nothing to tell. One is woken by all that happens in a thread, and by
// every notice, whoever may see it: that something did is told nobody who may not see what.
func (n News) Empty() bool { return len(n.Posts) == 0 && len(n.Changed) == 0 && !n.Counted }

// NewPosts are the numbers of posts of a thread that a page of it does not show yet.
type NewPosts struct {
	Thread int64
	Posts  []int
}

// Hear reads what there is to tell since it was called last. It answers models.SignIn once the
// session is over.
func (l *Listener) Hear(ctx context.Context) (n News, err error) {
	defer models.Wrap(&err, "hear what is new")
	posted, told := l.why()
	by, err := l.who(ctx)
	if err != nil {
		return n, err
	}
	if posted {
		if err := l.read(ctx, by, &n); err != nil {
			return n, err
		}
	}
	if !told {
		return n, nil
	}
	if n.Unread, err = l.store.Unread(ctx, by); err != nil {
		return n, err
	}
	n.Counted = n.Unread != l.unread
	l.unread = n.Unread
	return n, nil
}

// read finds what is new in the threads that are shown. Where there is more than it gives at once,
// the listener is woken again.
func (l *Listener) read(ctx context.Context, by member.Member, n *News) (err error) {
	back := int64(0)
	if !l.begun {
		back = lookBack
	}
	if n.Changed, l.from, err = l.store.changed(ctx, by, l.threads, l.from, back); err != nil {
		return err
	}
	l.begun = true
	n.Mark = l.store.mark(l.from)
	var more bool
	if n.Posts, more, err = l.store.newPosts(ctx, by, l.asked.Threads); err != nil {
		return err
	}
	for _, p := range n.Posts {
		l.asked.Threads[p.Thread] = p.Posts[len(p.Posts)-1]
	}
	l.wake(more || len(n.Changed) == mostNew, false)
	return nil
}

// who is who listens, as they are today.
func (l *Listener) who(ctx context.Context) (member.Member, error) {
	if l.asked.By.IsVisitor() {
		return member.Member{}, nil
	}
	by, err := member.Behind(ctx, l.store.db, l.asked.Session)
	if err == nil && (by.ID != l.asked.By.ID || by.State != l.asked.By.State) {
		return by, models.SignIn()
	}
	return by, err
}

// mostNew bounds what one query gives. What is more follows at once.
const mostNew = 200

// newPost is one post that a page does not show yet.
type newPost struct {
	thread int64
	number int
}

func (p *newPost) fields() []any { return []any{&p.thread, &p.number} }

// newPosts finds the posts that by may see behind the last one shown of each thread, and tells
// whether there may be more.
func (s *Store) newPosts(ctx context.Context, by member.Member, shown map[int64]int) (list []NewPosts, more bool, err error) {
	args := space.As(by, s.db.Now(), mostNew)
	rows, err := db.All(ctx, s.db, (*newPost).fields, `
		SELECT p.thread_id, p.number
		FROM (VALUES `+pairs(shown, &args)+`) w
		JOIN threads t ON t.id = w.column1
		JOIN spaces s ON s.id = t.space_id
		JOIN posts p ON p.thread_id = t.id AND p.number > w.column2
		WHERE NOT p.withdrawn AND `+space.SeesPost+`
		ORDER BY p.thread_id, p.number
		LIMIT $4`, args...)
	for _, row := range rows {
		if len(list) == 0 || list[len(list)-1].Thread != row.thread {
			list = append(list, NewPosts{Thread: row.thread})
		}
		last := &list[len(list)-1]
		last.Posts = append(last.Posts, row.number)
	}
	return list, len(rows) == mostNew, err
}

// pairs writes numbers two by two as rows of a table, and adds them to the arguments of its query.
func pairs(numbers map[int64]int, args *[]any) string {
	var rows []string
	for _, first := range slices.Sorted(maps.Keys(numbers)) {
		n := len(*args)
		rows = append(rows, fmt.Sprintf("(CAST($%d AS BIGINT), CAST($%d AS BIGINT))", n+1, n+2))
		*args = append(*args, first, numbers[first])
	}
	return strings.Join(rows, ", ")
}
