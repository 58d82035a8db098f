package views

import (
	"fmt"
	"testing"

	"commonroom/models"
	"commonroom/models/member"
)

func sat(name string, from, until models.Day) member.Seat {
	return member.Seat{Term: member.Term{Office: "Chair", From: from, Until: until, How: "elected"}, Name: name}
}

func TestCommitteesStandYearByYear(t *testing.T) {
	t.Parallel()
	seats := member.Seats{
		Now:    []member.Seat{sat("Ann", "2025-03-01", "2027-02-28"), sat("Ben", "2026-01-01", models.Forever)},
		Coming: []member.Seat{sat("Cy", "2027-03-01", "2029-02-28")},
		Past:   []member.Seat{sat("Dee", "2023-01-01", "2025-02-28"), sat("Eve", "2020-05-05", "2020-06-06")},
	}
	want := "2026 Ann Ben. 2025 Ann Dee. 2024 Dee. 2023 Dee. 2020 Eve. "
	got := ""
	for _, y := range committeeYears(seats, "2026-11-24") {
		got += fmt.Sprint(y.Year)
		for _, s := range y.Seats {
			got += " " + s.Name
		}
		got += ". "
	}
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if years := committeeYears(member.Seats{}, "2026-11-24"); len(years) != 0 {
		t.Errorf("nobody sat in %v", years)
	}
}

func TestASeatInWords(t *testing.T) {
	t.Parallel()
	s := sat("Ann", "2026-01-01", "2028-12-31")
	if got, want := seatWords(s)+"; "+seatHow(s), "Chair, 2026–2028; Elected, since 1 January 2026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
