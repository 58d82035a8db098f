// Package activity is the append-only record of who did what. Each write adds its row in the
// transaction that did it; notices and whatever else follows are derived from the rows
// afterwards, so a crash loses none.
package activity

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
)

// Verb is what was done.
type Verb string

// The verbs.
const (
	Applied            Verb = "applied"  // somebody not on the roll signed in for the first time
	Joined             Verb = "joined"   // somebody on the roll took their place
	Admitted           Verb = "admitted" // an applicant was given a place
	Declined           Verb = "declined" // an applicant was not
	Linked             Verb = "linked"   // a further identity was linked to a member
	ProfileSaved       Verb = "profile-saved"
	KeysChosen         Verb = "keys-chosen" // shortcuts on or off
	FeedAddressMade    Verb = "feed-address-made"
	FeedAddressRevoked Verb = "feed-address-revoked"
	TermGranted        Verb = "term-granted"
	TermEnded          Verb = "term-ended"
	RollImported       Verb = "roll-imported"
	ThreadStarted      Verb = "thread-started"
	HeadingChanged     Verb = "heading-changed" // of a discussion: its title, summary or tags
	PostsMoved         Verb = "posts-moved"     // to another thread, for one of those who wrote them
	BoardShifted       Verb = "board-shifted"   // in the list of boards; Detail says which way
	PinEnded           Verb = "pin-ended"       // by the clock: its last day is over
	Replied            Verb = "replied"
	PostEdited         Verb = "post-edited"
	PostWithdrawn      Verb = "post-withdrawn"
	PostPutBack        Verb = "post-put-back"
	Reacted            Verb = "reacted" // Detail says how
	ReactionTakenBack  Verb = "reaction-taken-back"
	AnswerMarked       Verb = "answer-marked" // MemberID wrote the answer
	AnswerUnmarked     Verb = "answer-unmarked"
	Settled            Verb = "settled" // Detail says where a discussion stands
	Bookmarked         Verb = "bookmarked"
	BookmarkChanged    Verb = "bookmark-changed"
	BookmarkRemoved    Verb = "bookmark-removed"
	Reminded           Verb = "reminded" // the server, of a post that the member keeps
	DraftSaved         Verb = "draft-saved"
	Published          Verb = "published"
	TakenBack          Verb = "taken-back"         // a document is a draft again
	TagFollowed        Verb = "tag-followed"       // or muted, or neither; Detail says which, and of which tag
	TagDescribed       Verb = "tag-described"      // Detail has its slug
	PerspectivesAsked  Verb = "perspectives-asked" // whoever made a thread chose which it asks for
	DocumentSaved      Verb = "document-saved"
	AuthorAdded        Verb = "author-added"
	AuthorRemoved      Verb = "author-removed"
	Followed           Verb = "followed" // a member chose how to follow a thread; Detail says how
	AllRead            Verb = "all-read" // a member marked everything as read
	AllReadUndone      Verb = "all-read-undone"
	FileAdded          Verb = "file-added"
	FileRemoved        Verb = "file-removed"
	ThreadScheduled    Verb = "thread-scheduled" // to come out at a time, or at another
	ThreadPutAside     Verb = "thread-put-aside" // it has no time any more
	ThreadHeldBack     Verb = "thread-held-back" // its time came, and its author may not post there any more
	TemplateSaved      Verb = "template-saved"   // what threads on a board begin with
	Voted              Verb = "voted"            // in a poll, or took the vote back; never what was chosen
	PollSealed         Verb = "poll-sealed"      // it was secret and has closed: who chose what is deleted
	Reported           Verb = "reported"
	ReportClosed       Verb = "report-closed"
	Acted              Verb = "acted"       // the committee acted on a thread or post; Detail is the action's verb
	WordsAdded         Verb = "words-added" // to those that mean the same to search; Detail has them
	WordsChanged       Verb = "words-changed"
	WordsRemoved       Verb = "words-removed"
	MissDismissed      Verb = "miss-dismissed" // what members look for in vain was taken off the committee's list
)

// Entry is one row. An id of 0 says nobody or nothing.
type Entry struct {
	By       int64
	Verb     Verb
	SpaceID  int64
	ThreadID int64
	PostID   int64
	MemberID int64 // the person it concerns
	ActionID int64 // what the committee decided
	Detail   string
}

// Record adds e to the record, dated by the write it is part of.
func Record(ctx context.Context, tx *db.Tx, e Entry) (err error) {
	defer models.Wrap(&err, "record that %d %s", e.By, e.Verb)
	_, err = db.Exec(ctx, tx, `
		INSERT INTO activity (at, by_id, verb, space_id, thread_id, post_id, member_id, action_id, detail)
		VALUES ($1, nullif($2, 0), $3, nullif($4, 0), nullif($5, 0), nullif($6, 0), nullif($7, 0), nullif($8, 0), $9)`,
		tx.Now, e.By, e.Verb, e.SpaceID, e.ThreadID, e.PostID, e.MemberID, e.ActionID, e.Detail)
	return err
}
