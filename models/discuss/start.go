package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/draft"
	"commonroom/models/index"
	"commonroom/models/member"
	"commonroom/models/poll"
	"commonroom/models/space"
	spelling "commonroom/models/words"
)

// NewThread is what somebody fills in to start a discussion.
type NewThread struct {
	Board   string   `form:"board"` // the slug of the space it stands in
	Title   string   `form:"title"`
	Summary string   `form:"summary"`
	Tags    string   `form:"tags"` // their names, with commas between
	Sort    string   `form:"sort"` // "question" or "discussion"; empty for what the title sounds like
	Body    string   `form:"body" prose:"post"`
	Ask     []string `form:"ask"` // the perspectives it asks for, by their slugs
	Key     string   `form:"key"`
	draft.Ref
	poll.NewPoll
	Later
}

// Start opens a discussion with its first post.
func (s *Store) Start(ctx context.Context, by member.Member, in NewThread) (t Thread, err error) {
	defer models.Wrap(&err, "start a thread in %q", in.Board)
	board, wrongBoard := Startable(ctx, s.db, by, in.Board, Discussion)
	heading, wrongHeading := NewHeading(in.Title, in.Summary, in.Tags)
	asks, wrongSort := in.asks()
	due, wrongTime := in.Later.take(s.db.Now())
	asked, wrongPoll := in.NewPoll.Take(s.db.Now())
	if wrongPoll == nil && asked != nil && !asked.Closes.After(due) {
		wrongPoll = models.Invalid("poll_closes", "Choose a last day to vote on which the thread is out.")
	}
	said, wrongWords := s.listen(ctx, in.Body)
	voices, wrongAsk := newAsked("ask", in.Ask)
	if wrongWords == nil {
		wrongWords = s.filled(ctx, board, in.Body)
	}
	if err := models.Check(wrongBoard, wrongHeading, wrongSort, wrongWords, wrongPoll, wrongTime, wrongAsk); err != nil {
		return t, err
	}
	id, err := draft.Send(ctx, s.db, by, in.Ref, in.Key, func(tx *db.Tx) (int64, error) {
		if err := models.Check(MayQuote(ctx, tx, by, board, "body", said.Source), s.mayStart(ctx, tx, by)); err != nil {
			return 0, err
		}
		return start(ctx, tx, by, Opening{Space: board.ID, Kind: Discussion, Heading: heading, Asks: asks, Perspectives: voices, Poll: asked, Due: due}, said)
	})
	if err != nil {
		return t, err
	}
	return Find(ctx, s.db, by, s.db.Now(), Discussion, id)
}

// The sorts of discussion that somebody may say they start.
const (
	SortQuestion   = "question"   // who starts it wants an answer
	SortDiscussion = "discussion" // they tell something, or want to hear what others think
)

// asks tells whether it is a question: as its author says, or as its title sounds when they say
// nothing. A title that a poll asks waits for no answer.
func (in NewThread) asks() (bool, error) {
	switch in.Sort {
	case SortQuestion, SortDiscussion:
		return in.Sort == SortQuestion, nil
	case "":
		return in.Options == "" && spelling.Asks(in.Title), nil
	}
	return false, models.Invalid("sort", "Choose whether it is a question or a discussion.")
}

// Startable finds the space in which by means to start something of a kind: a discussion, or
// the document that a thread belongs to.
func Startable(ctx context.Context, d *db.DB, by member.Member, slug string, kind Kind) (space.Space, error) {
	if slug == "" && by.IsMember() {
		return space.Space{}, models.Invalid("board", "Choose where to start it.")
	}
	board, err := space.New(d).Space(ctx, by, slug)
	if err != nil {
		return board, err
	}
	if board.Holds != string(kind) {
		return board, models.Invalid("board", "Choose a board that is meant for "+string(kind)+"s.")
	}
	return board, board.CanWrite(by)
}

func start(ctx context.Context, tx *db.Tx, by member.Member, o Opening, said words) (id int64, err error) {
	o.Published = o.Due.IsZero()
	if id, err = Open(ctx, tx, by, o); err != nil {
		return 0, err
	}
	postID, err := addPost(ctx, tx, by, id, 0, said)
	if err != nil {
		return 0, err
	}
	if o.Poll != nil {
		if err := poll.Ask(ctx, tx, postID, *o.Poll); err != nil {
			return 0, err
		}
	}
	if err := index.Put(ctx, tx, index.Thread(id)); err != nil {
		return 0, err
	}
	verb := activity.ThreadStarted
	if !o.Due.IsZero() {
		verb = activity.ThreadScheduled
		if err := schedule(ctx, tx, by, id, o.Due); err != nil {
			return 0, err
		}
	}
	return id, activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: verb, SpaceID: o.Space, ThreadID: id, PostID: postID,
	})
}
