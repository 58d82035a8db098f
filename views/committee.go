package views

import (
	"strconv"
	"strings"

	"commonroom/models"
	"commonroom/models/member"
	"commonroom/models/moderation"
)

// CommitteePage is who sits on the committee, and what it did lately.
type CommitteePage struct {
	Seats  member.Seats
	Lately []moderation.Action
	Open   int // reports that wait for the reader; 0 for those who read none
}

// lately is how many acts stand on the committee's page.
const lately = 5

// LatelyOf gives the newest few acts.
func LatelyOf(list []moderation.Action) []moderation.Action { return list[:min(len(list), lately)] }

// openWords says how many reports wait: "2 open reports".
func (p CommitteePage) openWords() string { return Count(p.Open, "open report", "open reports") }

// seatAuthor is who sits in a seat.
func seatAuthor(s member.Seat) Author {
	return Author{Name: s.Name, JobTitle: s.JobTitle, Organisation: s.Organisation, Handle: s.Handle}
}

// seatWords is the office and its years: "Chair, 2026–2028".
func seatWords(s member.Seat) string { return s.Office + ", " + s.Span() }

// seatHow says how and since when: "Elected, since 1 January 2026".
func seatHow(s member.Seat) string { return upperFirst(s.How) + ", since " + FullDay(s.From.Start()) }

// seatComing says from when: "Elected, from 1 January 2026".
func seatComing(s member.Seat) string { return upperFirst(s.How) + ", from " + FullDay(s.From.Start()) }

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// committeeYear is the committee as it was in one year.
type committeeYear struct {
	Year  int
	Seats []member.Seat
}

func (y committeeYear) anchor() string { return "year-" + strconv.Itoa(y.Year) }

// committeeYears lists who sat in each year up to the one of today, the latest first. Somebody
// whose term spans several years stands in each.
func committeeYears(seats member.Seats, today models.Day) (years []committeeYear) {
	all := append(append([]member.Seat{}, seats.Now...), seats.Past...)
	first := today.Year()
	for _, s := range all {
		first = min(first, s.From.Year())
	}
	for year := today.Year(); year >= first; year-- {
		y := committeeYear{Year: year}
		for _, s := range all {
			if s.From.Year() <= year && year <= s.Until.Year() {
				y.Seats = append(y.Seats, s)
			}
		}
		if len(y.Seats) > 0 {
			years = append(years, y)
		}
	}
	return years
}
