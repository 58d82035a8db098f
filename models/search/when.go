package search

import (
	"fmt"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/index"
)

// period reads a year, a month or a day, as 2019, 2019-02 or 2019-02-14, and gives the day it
// begins.
func period(text string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.ParseInLocation(layout, text, models.London); err == nil && t.Year() >= earliest && t.Year() < latest {
			return t, true
		}
	}
	return time.Time{}, false
}

// Nothing here is older or newer than these years, and asking for more of them would only make a
// long question.
const (
	earliest = 2000
	latest   = 2100
)

// between fits what was made from one day to before another. Whole years and months in between
// are asked for by their own words, so that a long time takes few.
func between(from, until time.Time) db.Match {
	var parts []db.Match
	for day := from; day.Before(until); {
		var word string
		switch year, month := day.AddDate(1, 0, 0), day.AddDate(0, 1, 0); {
		case day.YearDay() == 1 && !year.After(until):
			word, day = index.Filter(index.ByYear, day.Year()), year
		case day.Day() == 1 && !month.After(until):
			word, day = index.Filter(index.ByMonth, day.Format("200601")), month
		default:
			word, day = index.Filter(index.ByDay, day.Format("20060102")), day.AddDate(0, 0, 1)
		}
		parts = append(parts, db.Word(word))
	}
	return db.AnyOf(parts...)
}

// when is what the query says about time. A date that cannot be read is left out, and said so.
func (p *plan) when(now time.Time) db.Match {
	from, hasFrom := p.date(&p.After)
	until, hasUntil := p.date(&p.Before)
	if !hasFrom && !hasUntil {
		return db.Match{}
	}
	if !hasFrom {
		from = time.Date(earliest, 1, 1, 0, 0, 0, 0, models.London)
	}
	if end := time.Date(now.In(models.London).Year()+1, 1, 1, 0, 0, 0, 0, models.London); !hasUntil || until.After(end) {
		until = end
	}
	if m := between(from, until); !m.Empty() {
		return m
	}
	return db.Word(index.Nothing)
}

// date reads what the query says of a day, and takes it back where it is none.
func (p *plan) date(text *string) (day time.Time, ok bool) {
	if *text == "" {
		return day, false
	}
	if day, ok = period(*text); !ok {
		p.notes = append(p.notes, fmt.Sprintf("“%s” is no date, so it was left out. Write a year, a month or a day: 2019, 2019-02 or 2019-02-14.", *text))
		*text = ""
	}
	return day, ok
}
