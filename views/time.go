package views

import (
	"time"

	"commonroom/models"
)

// When says a moment the way people do: "today 14:05" on the same London day, "3 May" in the
// same year, "3 May 2024" in another.
func When(t, now time.Time) string {
	if models.DayOf(t) == models.DayOf(now) {
		return "today " + t.In(models.London).Format("15:04")
	}
	return DayWords(t, now)
}

// DayWords is When without the time of day: "today", "3 May", or "3 May 2024" in another year.
func DayWords(t, now time.Time) string {
	if models.DayOf(t) == models.DayOf(now) {
		return "today"
	}
	t, now = t.In(models.London), now.In(models.London)
	if t.Year() == now.Year() {
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}

// fromWhen says when something to come begins: "at 14:05 today", "at 09:30 on 4 May". Nothing is promised
// early: the minute is rounded up.
func fromWhen(t, now time.Time) string {
	t = t.Add(time.Minute - time.Nanosecond).Truncate(time.Minute)
	clock := "at " + t.In(models.London).Format("15:04")
	if models.DayOf(t) == models.DayOf(now) {
		return clock + " today"
	}
	return clock + " on " + DayWords(t, now)
}

// FullDay is a day that will be read years later: "3 May 2024".
func FullDay(t time.Time) string { return t.In(models.London).Format("2 January 2006") }

// MonthWords names the month of an archive: "February 2019".
func MonthWords(t time.Time) string { return t.In(models.London).Format("January 2006") }

// exactly is the title of a time: "3 May 2024, 14:05 BST".
func exactly(t time.Time) string { return t.In(models.London).Format("2 January 2006, 15:04 MST") }

// machine is a time as datetime wants it.
func machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }
