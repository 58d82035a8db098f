package models

import (
	"fmt"
	"time"
	_ "time/tzdata" // days are London's on any machine, with or without its own zone files
)

// London is where the days, months, deadlines and terms of this community fall.
var London = func() *time.Location {
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return loc
}()

// Day is a calendar day in London, written 2026-11-24, so that days sort as text.
type Day string

// Forever is the last day of something that has no end.
const Forever Day = "9999-12-31"

// DayOf gives the London day on which t falls.
func DayOf(t time.Time) Day { return Day(t.In(London).Format(time.DateOnly)) }

// ParseDay reads a day written 2026-11-24.
func ParseDay(text string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", fmt.Errorf("%q is not a day such as 2026-11-24", text)
	}
	return Day(text), nil
}

// Start is the moment the day begins in London; of no day, the zero time.
func (d Day) Start() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), London)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Year is the day's calendar year.
func (d Day) Year() int { return d.Start().Year() }
