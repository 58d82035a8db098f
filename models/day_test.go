package models_test

import (
	"testing"
	"time"

	"commonroom/models"
)

func TestADayIsLondonsInWinterAndInSummer(t *testing.T) {
	t.Parallel()
	for moment, want := range map[time.Time]models.Day{
		time.Date(2019, 1, 31, 23, 30, 0, 0, time.UTC): "2019-01-31",
		time.Date(2019, 6, 30, 23, 30, 0, 0, time.UTC): "2019-07-01", // 00:30 in London
		time.Date(2019, 6, 30, 22, 59, 0, 0, time.UTC): "2019-06-30",
	} {
		if got := models.DayOf(moment); got != want {
			t.Errorf("%v: got %s, want %s", moment, got, want)
		}
	}
	if got, want := models.Day("2019-07-01").Start(), time.Date(2019, 6, 30, 23, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("the day begins at %v, want %v", got.UTC(), want)
	}
}

func TestOnlyADayIsADay(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "2019-02-30", "8 February 2019", "2019-2-8", "2019-02-08T00:00:00Z"} {
		if day, err := models.ParseDay(text); err == nil {
			t.Errorf("%q was taken for the day %s", text, day)
		}
	}
	if day, err := models.ParseDay("2019-02-08"); err != nil || day.Year() != 2019 {
		t.Errorf("got %s, %v", day, err)
	}
}
