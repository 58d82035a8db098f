package views

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/mark"
	"commonroom/models/markdown"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/poll"
	"commonroom/models/ribbon"
)

// Talk is one page of the posts of a thread, for the person who reads it: a discussion's own,
// or the comments under a practice or a project. TalkOf makes one.
type Talk struct {
	Heading  string // an h2 above the posts; a discussion has none
	Standing []Standing
	Outcome  Outcome
	Entries  []Entry
	On       *ReadingOn // how the reader stands to it; nil for all but members
	Pager    Pager
	Reply    ReplyForm
	Mine     []Link // what whoever started it can change
	Acts     []Link // what this person can do about the thread as a whole
	Live     Live
	Voices   []discuss.Voice
	askHref  string // where those who made it choose whom it asks; empty while it cannot be chosen
	opened   bool   // by the one who reads
}

// Live is what a page must know to tell of posts that come in while it is read.
type Live struct {
	Thread int64
	Shown  int    // the number of the last post of the page
	Source string // where later posts are read, before the number; on an earlier page empty
	There  string // on an earlier page: where later posts stand
	Noun   string // what one of them is called
}

// Standing says that the committee has closed or hidden a thread, and why as far as the reader
// is told.
type Standing struct {
	State State
	Text  string
}

// below are the same page links as they stand under the posts: to those who hear the page, two
// places of one name are one too many.
func (t Talk) below() Pager {
	p := t.Pager
	p.Label += ", below the posts"
	return p
}

// ReplyForm is where one answers. With Shut set there is no form, but the reason why.
type ReplyForm struct {
	Thread   discuss.Thread
	In       discuss.NewReply
	Problems models.Problems
	Shut     string
	SignIn   bool   // signing in may open it
	Cold     bool   // nobody has written here for a year: whoever does is asked whether they mean to
	Slow     string // how long one waits here between two posts, why, and until when; empty where nobody waits
	Resumed  Resumed
}

func (r ReplyForm) place() draft.Place { return draft.Place{Form: draft.Reply, ID: r.Thread.ID} }

// Reading is what a page of posts is made of.
type Reading struct {
	By      member.Member
	Thread  discuss.Thread
	Posts   []discuss.Post
	Page    int
	Polls   map[int64]poll.Seen // that hang on the posts, by post
	Actions []moderation.Action // of the committee on the thread and its posts, as far as By is told
	Mine    mark.Mine           // what By has left at the posts
	Answer  *discuss.Post       // the one marked as the answer; nil without one
	Mark    ribbon.Ribbon       // how far By has read
	Free    time.Time           // from when By may post again, where they have to wait
	Voices  []discuss.Voice
	ReplyTo int              // the number of the post being answered; 0 for none
	Quote   int              // the number of the post being quoted, which is answered too; 0 for none
	Key     string           // of the reply form
	Root    string           // the site's public address; empty where posts are not to be passed on
	In      discuss.NewReply // what a draft of it holds
	Resumed Resumed
	PollKey string // of the form of a poll, with the number of its post behind it
}

// TalkOf makes the page of posts for who reads it at a moment.
func TalkOf(r Reading, now time.Time) Talk {
	t := Talk{
		Standing: r.standing(),
		Pager:    Pager{Page: r.Page, Last: r.Thread.Pages(), Base: r.Thread.Path(), Label: "Pages of this thread"},
		Reply:    r.replyForm(now),
		Mine:     r.mine(),
		Acts:     r.acts(now),
		On:       r.on(),
		Voices:   r.Voices,
		opened:   r.Thread.Author.ID == r.By.ID,
		Outcome:  r.outcome(now),
	}
	if r.Thread.CanAsk(r.By, true) == nil {
		t.askHref = askHref(r.Thread)
	}
	if r.Thread.Kind != discuss.Discussion {
		t.Heading = "Comments"
	}
	t.Live = r.live()
	for _, p := range r.Posts {
		t.Entries = append(t.Entries, r.entry(p, now))
	}
	t.Entries = placesOf(t.Entries)
	return t
}

// live has later posts added to the last page of a thread. On an earlier one they are only told of.
func (r Reading) live() Live {
	l := Live{Thread: r.Thread.ID, Shown: r.Thread.Posts, Noun: "post"}
	if r.Thread.Kind != discuss.Discussion {
		l.Noun = "comment"
	}
	if r.Page < r.Thread.Pages() {
		l.There = r.Thread.PostPath(r.Thread.Posts)
		return l
	}
	l.Source = threadHref(r.Thread, "/posts/")
	if n := len(r.Posts); n > 0 {
		l.Shown = r.Posts[n-1].Number
	}
	return l
}

func (r Reading) entry(p discuss.Post, now time.Time) Entry {
	if p.Moved != nil {
		return Entry{Number: p.Number, Moved: &Left{From: p.Number, To: p.Number, Moved: *p.Moved}}
	}
	placed := discuss.Placed{Thread: r.Thread, Post: p}
	e := Entry{
		Number: p.Number, Href: postHref(p.ID, ""), By: AuthorOf(p.Author), At: p.Made, HTML: p.HTML,
		ReplyTo: p.ReplyTo, ReplyToHref: r.Thread.PostPath(p.ReplyTo),
		Replies: p.Replies.Count, RepliesHref: r.repliesHref(p),
	}
	if p.Number == 1 && r.Thread.Kind == discuss.Discussion {
		e.Contents = contentsOf(p)
	}
	switch {
	case p.Hidden && p.Author.ID == 0:
		e.Kind, e.By, e.Href = "hidden", Author{Name: "A member"}, "#"+e.Anchor()
		return e
	case p.Hidden:
		e.Kind, e.Why = "hidden", r.why(p.ID)+"Only its author and the committee still see it."
	case p.Withdrawn && p.Author.ID == r.By.ID:
		e.Kind, e.Why = "withdrawn", "You can still read it and put it back."
	case p.Withdrawn:
		e.Kind = "withdrawn"
	case p.Edited:
		e.HistoryHref = postHref(p.ID, "/history")
	}
	if seen, there := r.Polls[p.ID]; there {
		box := PollOf(seen, placed.CanVote(r.By, seen.Poll, now), r.PollKey+itoa64(p.ID), now)
		e.Poll = &box
	}
	e.Actions, e.More = r.links(placed, now)
	e.Answer = p.Number == r.Thread.Answer
	e.Press, e.MorePress = r.press(placed, now)
	if e.Kind == "" {
		e.Reactions = ReactionsOf(r.By, placed, r.Mine[p.ID])
	}
	return e
}

// contentsOf lists the parts of a post that is too long to see at a glance.
func contentsOf(p discuss.Post) []Link {
	if utf8.RuneCountInString(p.Body) < longText {
		return nil
	}
	return partsOf(markdown.Contents(p.HTML))
}

// links are what this person can do with a post they see: the same rules are asked again when
// they do it.
func (r Reading) links(p discuss.Placed, now time.Time) (actions, more []Link) {
	which := "post " + strconv.Itoa(p.Post.Number)
	gone := p.Post.Withdrawn || p.Post.Hidden
	if p.CanQuote(r.By) == nil {
		actions = append(actions, Link{"Reply", r.replyHref("to", p.Post.Number), "to " + which}, Link{"Quote", r.replyHref("quote", p.Post.Number), which})
	}
	if p.CanEdit(r.By) == nil {
		actions = append(actions, Link{"Edit", postHref(p.Post.ID, "/edit"), which})
	}
	switch {
	case p.CanWithdraw(r.By) != nil:
	case p.Post.Withdrawn:
		actions = append(actions, Link{"Read it or put it back", postHref(p.Post.ID, "/withdraw"), which})
	default:
		more = append(more, Link{"Withdraw", postHref(p.Post.ID, "/withdraw"), which})
	}
	if p.CanDecide(moderation.Hide, r.By, now) == nil {
		more = append(more, Link{"Hide", postHref(p.Post.ID, "/hide"), which})
	}
	if p.CanDecide(moderation.Restore, r.By, now) == nil {
		more = append(more, Link{"Show again", postHref(p.Post.ID, "/restore"), which})
	}
	if !gone && r.Thread.CanSplit(r.By, now) == nil && (p.Post.Number > 1 || r.Thread.Kind != discuss.Discussion) {
		more = append(more, Link{"Make a thread of it", threadHref(r.Thread, "/split?from="+itoa(p.Post.Number)), which})
	}
	if !gone && r.Root != "" {
		more = append(more, Link{"Share by e-mail", shareHref(r.Thread, r.Root+postHref(p.Post.ID, "")), which})
	}
	if !gone && p.Post.Author.ID != r.By.ID {
		more = append(more, Link{"Report", "/report?post=" + itoa64(p.Post.ID), which})
	}
	return actions, more
}

func postHref(id int64, rest string) string { return "/posts/" + itoa64(id) + rest }

// replyHref leads to the reply form of the post's page, told which post it answers or quotes.
func (r Reading) replyHref(how string, number int) string {
	query := url.Values{how: {strconv.Itoa(number)}}
	if page := discuss.PageOf(number); page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	return r.Thread.Path() + "?" + query.Encode() + "#reply"
}

// repliesHref leads to what answers a post: to the only one, or to all of them together.
func (r Reading) repliesHref(p discuss.Post) string {
	if p.Replies.Count == 1 {
		return r.Thread.PostPath(p.Replies.First)
	}
	return postHref(p.ID, "/replies")
}

func (r Reading) replyForm(now time.Time) ReplyForm {
	f := ReplyForm{Thread: r.Thread, In: r.In, Resumed: r.Resumed, Cold: r.Thread.Cold(now), Slow: r.SlowWords(now)}
	f.In.Key = r.Key
	if r.Resumed.Now == nil {
		f.In.ReplyTo = r.ReplyTo
	}
	if f.In.ReplyTo < 0 || f.In.ReplyTo > r.Thread.Posts {
		f.In.ReplyTo = 0
	}
	if p, ok := r.quoted(); ok && r.Resumed.Now == nil {
		f.In.ReplyTo, f.In.Body = p.Number, p.Quote()+"\n\n"
	}
	if err := r.Thread.CanReply(r.By); err != nil {
		f.SignIn = models.KindOf(err) == models.KindSignIn
		f.Shut = models.ProblemsOf(err)[0].Message
	}
	return f
}

// quoted finds the post that the reader means to quote: one of this page, with words that they
// may quote.
func (r Reading) quoted() (discuss.Post, bool) {
	for _, p := range r.Posts {
		if p.Number == r.Quote && (discuss.Placed{Thread: r.Thread, Post: p}).CanQuote(r.By) == nil {
			return p, true
		}
	}
	return discuss.Post{}, false
}

// standing says what the committee has done to the thread as a whole.
func (r Reading) standing() (list []Standing) {
	if r.Thread.Kind == discuss.Discussion && !r.Thread.Published {
		list = append(list, Standing{StateDraft, "Only you see this. When it comes out is up to you: see “My scheduled threads” in your menu."})
	}
	if r.Thread.Hidden {
		list = append(list, Standing{StateHidden, "The committee has hidden this. " + r.why(0) + "Only its author and the committee still see it."})
	}
	if r.Thread.Locked {
		list = append(list, Standing{StateLocked, "The committee has closed this to new posts. " + r.whyLocked()})
	}
	if r.Thread.SlowMinutes > 0 {
		list = append(list, Standing{StateSlow, r.slowWords()})
	}
	return list
}

func (r Reading) slowWords() string {
	return strings.TrimSpace("Each member may post once in " + discuss.PauseWords(r.Thread.SlowMinutes) + ". " + r.whySlow())
}

// SlowWords say the same at the form, and to whoever has to wait until when.
func (r Reading) SlowWords(now time.Time) string {
	if r.Thread.SlowMinutes == 0 {
		return ""
	}
	words := "This thread is in slow mode. " + r.slowWords()
	if r.Free.After(now) {
		words += " You can post again " + fromWhen(r.Free, now) + ". You can write now: your words are kept, and can be saved as a draft."
	}
	return words
}

// whySlow is the reason for which the thread was slowed.
func (r Reading) whySlow() string {
	for _, a := range r.Actions { // newest first
		if a.Verb == moderation.Slow {
			return a.Reason
		}
	}
	return ""
}

// why tells under which rule and with what reason a post was hidden, or with 0 the thread, if
// the reader is told.
func (r Reading) why(postID int64) string { return r.reason(moderation.Hide, postID) }

func (r Reading) whyLocked() string { return r.reason(moderation.Lock, 0) }

func (r Reading) reason(verb moderation.Verb, postID int64) string {
	for _, a := range r.Actions { // newest first
		if a.Verb == verb && a.PostID == postID {
			return "Rule " + strconv.Itoa(a.Rule) + ": " + a.Reason + " "
		}
	}
	return ""
}

// verbs are what the committee can do to a thread, in the order of its menu.
var verbs = []struct {
	verb moderation.Verb
	text string
}{
	{moderation.Pin, "Pin"}, {moderation.Unpin, "Unpin"}, {moderation.Move, "Move to another board"},
	{moderation.Slow, "Slow down"}, {moderation.Unslow, "End slow mode"},
	{moderation.Lock, "Close to replies"}, {moderation.Unlock, "Open to replies"},
	{moderation.Hide, "Hide"}, {moderation.Restore, "Show again"},
}

// mine are what whoever started a discussion can change about it.
func (r Reading) mine() (links []Link) {
	if r.Thread.CanRetitle(r.By) == nil {
		links = append(links, Link{Text: "Edit title, summary and tags", Href: threadHref(r.Thread, "/edit")})
	}
	return links
}

func (r Reading) acts(now time.Time) (links []Link) {
	if r.Thread.Kind == discuss.Discussion && r.Thread.Author.ID != r.By.ID {
		links = append(links, Link{Text: "Report this thread", Href: "/report?thread=" + itoa64(r.Thread.ID)})
	}
	if r.Thread.Author.ID != r.By.ID && r.Thread.CanSettle(r.By, now) == nil {
		links = append(links, stateLink(r.Thread))
	}
	for _, v := range verbs {
		if r.Thread.CanDecide(v.verb, r.By, now) == nil {
			links = append(links, Link{Text: v.text, Href: threadHref(r.Thread, "/"+string(v.verb))})
		}
	}
	if r.Thread.CanMerge(r.By, now) == nil {
		links = append(links, Link{Text: "Join to another thread", Href: threadHref(r.Thread, "/merge")})
	}
	return links
}

// Title is the heading over the reply form.
func (r ReplyForm) Title() string {
	if r.In.ReplyTo > 0 {
		return "Reply to post " + strconv.Itoa(r.In.ReplyTo)
	}
	return r.plainTitle()
}

// plainTitle is the heading where no single post is answered.
func (r ReplyForm) plainTitle() string {
	if r.Thread.Kind != discuss.Discussion {
		return "Add a comment"
	}
	return "Reply"
}

// verb is what one does here: a document is commented on.
func (r ReplyForm) verb() string {
	if r.Thread.Kind != discuss.Discussion {
		return "comment"
	}
	return "reply"
}

// Action is where the form goes.
func (r ReplyForm) Action() string { return threadHref(r.Thread, "/replies") }

// Button says what will happen.
func (r ReplyForm) Button() string {
	return "Post " + r.verb()
}

// reviveField asks whoever means to write where nobody has for a year.
func (r ReplyForm) reviveField() (Field, Choice) {
	f := Field{Name: "revive", Error: r.Problems.For("revive")}
	return f, Choice{Value: "true", Label: "My post belongs in this old thread", Chosen: r.In.Revive}
}

// newHref starts a thread on the same board instead.
func (r ReplyForm) newHref() string {
	return pathWith("/threads/new", filter("board", r.Thread.Space.Slug))
}

func (r ReplyForm) field() Field {
	return Field{Name: "body", Label: "Your words", Value: r.In.Body, Error: r.Problems.For("body"), Rows: 8}
}
