package views

import (
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
)

// ScheduledPage is the reader's own threads that are not out yet. In, ID and Problems are those of a
// form that was refused.
type ScheduledPage struct {
	List     []discuss.Coming
	Key      string // of all forms on the page, with the number of the thread behind it
	In       *discuss.NewTime
	ID       int64
	Problems models.Problems
}

// DueWords says when something comes out: "3 December 2026 at 09:00".
func DueWords(t time.Time) string { return FullDay(t) + " at " + t.In(models.London).Format("15:04") }

// laterFields ask for the time at which something comes out.
type laterFields struct {
	In       discuss.Later
	ID       string // in front of the ids of the fields; empty where they stand once on a page
	Problems models.Problems
}

func (l laterFields) open() bool {
	return l.In.LaterDay != "" || l.Problems.For("later_day") != "" || l.Problems.For("later_time") != ""
}

func (l laterFields) day() Field {
	return l.field(Field{Name: "later_day", Label: "Day", Type: "date", Width: 10, Hint: dayWords, Value: l.In.LaterDay})
}

func (l laterFields) clock() Field {
	return l.field(Field{Name: "later_time", Label: "Time", Type: "time", Width: 10, Hint: "It is 09:00 if you leave it empty. " + clockWords, Value: l.In.LaterTime})
}

func (l laterFields) field(f Field) Field {
	f.Error = l.Problems.For(f.Name)
	if l.ID != "" {
		f.ID = l.ID + "-" + f.Name
	}
	return f
}

// refused tells whether a form about this thread was refused.
func (p ScheduledPage) refused(c discuss.Coming) bool { return p.In != nil && p.ID == c.ID }

// fields ask for the time of one thread: the one it has, or what was filled in and refused.
func (p ScheduledPage) fields(c discuss.Coming) laterFields {
	l := laterFields{ID: "thread-" + itoa64(c.ID)}
	switch {
	case p.refused(c):
		l = laterFields{In: p.In.Later, Problems: p.Problems}
	case c.Due != nil:
		at := c.Due.In(models.London)
		l.In = discuss.Later{LaterDay: at.Format(time.DateOnly), LaterTime: at.Format("15:04")}
	}
	return l
}

func (p ScheduledPage) key(c discuss.Coming, act string) string { return p.Key + act + itoa64(c.ID) }

func comingPath(c discuss.Coming, act string) string { return threadHref(c.Thread, "/"+act) }

// dueWords says when the thread comes out, or that it has no time.
func dueWords(c discuss.Coming) string {
	if c.Due == nil {
		return "Put aside: it has no time"
	}
	return "Comes out on " + DueWords(*c.Due)
}

// timeButton says what the form of a thread's time does.
func timeButton(c discuss.Coming) string {
	if c.Due == nil {
		return "Schedule it"
	}
	return "Change the time"
}
