package moderation

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// State says whether the committee has dealt with a report.
type State string

// The states of a report.
const (
	Open   State = "open"
	Closed State = "closed"
)

// Report is what somebody told the committee about something.
type Report struct {
	ID             int64
	About          About
	Reason         Reason
	Words          string
	Reporter       string // the name; empty for somebody not signed in
	ReporterHandle string
	Contact        string
	State          State
	Outcome        string
	ClosedBy       string
	ClosedAt       time.Time // once closed
	Made           time.Time
	reporterID     int64
	closedAt       *time.Time
}

const reportCols = `r.id, r.target, coalesce(t.id, 0), coalesce(p.id, 0), coalesce(s.id, 0), coalesce(r.subject_id, 0),
	coalesce(t.kind, ''), coalesce(t.title, ''), coalesce(p.number, 0), coalesce(m.name, ''), coalesce(m.handle, ''), r.page,
	r.reason, r.words, coalesce(r.reporter_id, 0), coalesce(w.name, ''), coalesce(w.handle, ''), r.contact,
	r.state, r.outcome, coalesce(c.name, ''), r.closed_at, r.made_at`

func (r *Report) fields() []any {
	a := &r.About
	return []any{&r.ID, &a.Kind, &a.ThreadID, &a.PostID, &a.SpaceID, &a.SubjectID,
		&a.Thread, &a.Title, &a.Number, &a.Author, &a.Handle, &a.Page,
		&r.Reason, &r.Words, &r.reporterID, &r.Reporter, &r.ReporterHandle, &r.Contact,
		&r.State, &r.Outcome, &r.ClosedBy, &r.closedAt, &r.Made}
}

const reportFrom = `reports r
	LEFT JOIN threads t ON t.id = r.thread_id
	LEFT JOIN spaces s ON s.id = t.space_id
	LEFT JOIN posts p ON p.id = r.post_id
	LEFT JOIN members m ON m.id = r.subject_id
	LEFT JOIN members w ON w.id = r.reporter_id
	LEFT JOIN members c ON c.id = r.closed_by`

// theirs are the reports that a committee member decides: about what stands in a public or
// members-only board, and never about themselves or their own words.
const theirs = `(r.thread_id IS NULL OR s.readers <> 'private' AND ` + space.Sees + `)
	AND coalesce(r.subject_id, 0) <> $1
	AND NOT (r.target = 'thread' AND EXISTS (
		SELECT 1 FROM thread_authors o WHERE o.thread_id = r.thread_id AND o.member_id = $1))`

func (r Report) cursor() models.Cursor { return models.Cursor{At: r.Made, ID: r.ID} }

// reportPage is how many reports stand on a page of the list: each is read in full.
const reportPage = 20

// Reports lists the reports in a state that by, of the committee, may decide, newest first.
func (s *Store) Reports(ctx context.Context, by member.Member, state State, cursor string) (page models.Page[Report], err error) {
	defer models.Wrap(&err, "list the %s reports", state)
	if err := CanModerate(by, s.db.Now()); err != nil {
		return page, err
	}
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return page, err
	}
	list, err := db.All(ctx, s.db, (*Report).fields, `
		SELECT `+reportCols+`
		FROM `+reportFrom+`
		WHERE r.state = $4 AND (r.made_at, r.id) < ($5, $6) AND `+theirs+`
		ORDER BY r.made_at DESC, r.id DESC
		LIMIT $7`, space.As(by, s.db.Now(), state, from.At, from.ID, reportPage+1)...)
	for i := range list {
		list[i].settle()
	}
	return models.PageOf(list, reportPage, Report.cursor), err
}

// settle fills what a NULL may have left empty.
func (r *Report) settle() {
	if r.closedAt != nil {
		r.ClosedAt = *r.closedAt
	}
}

// CloseReport is what a committee member writes when a report is dealt with.
type CloseReport struct {
	Outcome string `form:"outcome"`
	Key     string `form:"key"`
}

func (in CloseReport) validate() (CloseReport, error) {
	outcome, err := prose.Line("outcome", "what you decided", in.Outcome, MaxReason)
	in.Outcome = outcome
	return in, err
}

// Close says that the committee has dealt with a report, and how. The one who reported it is
// told if they were signed in.
func (s *Store) Close(ctx context.Context, by member.Member, id int64, in CloseReport) (err error) {
	defer models.Wrap(&err, "close report %d", id)
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		r, err := reportFor(ctx, tx, by, id)
		if err != nil {
			return 0, err
		}
		in, err := in.validate()
		if err != nil {
			return 0, err
		}
		return id, closeReport(ctx, tx, by, r, in)
	})
	return err
}

// Report reads one report that by, of the committee, may decide.
func (s *Store) Report(ctx context.Context, by member.Member, id int64) (r Report, err error) {
	defer models.Wrap(&err, "read report %d", id)
	if err := CanModerate(by, s.db.Now()); err != nil {
		return r, err
	}
	return findReport(ctx, s.db, by, s.db.Now(), id)
}

func reportFor(ctx context.Context, tx *db.Tx, by member.Member, id int64) (r Report, err error) {
	if err := CanModerate(by, tx.Now); err != nil {
		return r, err
	}
	r, err = findReport(ctx, tx, by, tx.Now, id)
	if err == nil && r.State == Closed {
		return r, models.Conflict("This report was closed already by " + r.ClosedBy + ". Nothing has changed.")
	}
	return r, err
}

func findReport(ctx context.Context, q db.Queryer, by member.Member, now time.Time, id int64) (r Report, err error) {
	r, err = db.One(ctx, q, (*Report).fields, `
		SELECT `+reportCols+`
		FROM `+reportFrom+`
		WHERE r.id = $4 AND `+theirs, space.As(by, now, id)...)
	r.settle()
	if models.KindOf(err) == models.KindNotFound {
		return r, models.NotFound("no such report")
	}
	return r, err
}

func closeReport(ctx context.Context, tx *db.Tx, by member.Member, r Report, in CloseReport) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE reports SET state = 'closed', outcome = $2, closed_by = $3, closed_at = $4
		WHERE id = $1`, r.ID, in.Outcome, by.ID, tx.Now)
	if err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{
		By: by.ID, Verb: activity.ReportClosed, SpaceID: r.About.SpaceID, ThreadID: r.About.ThreadID, PostID: r.About.PostID,
		MemberID: r.reporterID, Detail: in.Outcome,
	})
}

// OpenReports counts the reports that wait for somebody like by; at most a hundred are counted.
func (s *Store) OpenReports(ctx context.Context, by member.Member) (n int, err error) {
	defer models.Wrap(&err, "count the open reports")
	if CanModerate(by, s.db.Now()) != nil {
		return 0, nil
	}
	return db.Value[int](ctx, s.db, `
		SELECT count(*) FROM (
			SELECT r.id
			FROM reports r
			LEFT JOIN threads t ON t.id = r.thread_id
			LEFT JOIN spaces s ON s.id = t.space_id
			WHERE r.state = 'open' AND `+theirs+`
			LIMIT 100) waiting`, space.As(by, s.db.Now())...)
}
