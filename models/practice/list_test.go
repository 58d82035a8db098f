package practice_test

import (
	"fmt"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/practice"
)

func TestWalkingTheListWhileOthersPublish(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	dbtest.At(l.db, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) // the same moment for all: ids break the tie
	before := map[int64]bool{}
	for n := range 45 {
		before[l.publish(t, "ann", fmt.Sprintf("Practice %d", n)).ID] = true
	}
	seen, pages, cursor := map[int64]int{}, 0, ""
	for {
		page, err := l.List(ctx, member.Member{}, practice.Filter{Tag: "service-desk"}, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Items {
			seen[p.ID]++
		}
		pages++
		l.publish(t, "ben", fmt.Sprintf("Meanwhile %d", pages))
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	want(t, "pages", pages, 3)
	for id := range before {
		want(t, "times a practice was met", seen[id], 1)
	}
	for id, n := range seen {
		if !before[id] || n != 1 {
			t.Errorf("practice %d was met %d times", id, n)
		}
	}
	_, err := l.List(ctx, member.Member{}, practice.Filter{}, "nonsense")
	wantKind(t, "a cursor that is none", err, models.KindNotFound)
}

func TestTheArchiveGoesByLondonsDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says  string
		at    time.Time
		month string
	}{
		{"the last evening of January, in winter time", time.Date(2019, 1, 31, 23, 30, 0, 0, time.UTC), "/practices/archive/2019/01"},
		{"the first minute of February", time.Date(2019, 2, 1, 0, 0, 0, 0, time.UTC), "/practices/archive/2019/02"},
		{"the last evening of June by UTC, in summer time already July", time.Date(2019, 6, 30, 23, 30, 0, 0, time.UTC), "/practices/archive/2019/07"},
		{"the last minute of June in summer time", time.Date(2019, 6, 30, 22, 59, 59, 0, time.UTC), "/practices/archive/2019/06"},
		{"the last day of a year", time.Date(2019, 12, 31, 23, 59, 59, 0, time.UTC), "/practices/archive/2019/12"},
		{"the night the clocks go back", time.Date(2019, 10, 27, 0, 30, 0, 0, time.UTC), "/practices/archive/2019/10"},
	} {
		l := newLibrary(t)
		dbtest.At(l.db, c.at)
		l.publish(t, "ann", c.says)
		years, err := l.Months(ctx, member.Member{})
		if err != nil || len(years) != 1 || len(years[0].Months) != 1 {
			t.Fatalf("%s: got %v, %v", c.says, years, err)
		}
		m := years[0].Months[0]
		want(t, c.says, m.Path(), c.month)
		page, err := l.InMonth(ctx, member.Member{}, m, "")
		if err != nil || len(page.Items) != 1 {
			t.Errorf("%s: got %v, %v", c.says, page.Items, err)
		}
	}
}

func TestTheArchiveByYearsAndMonths(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	for _, day := range []string{"2019-02-14", "2019-02-28", "2019-03-01", "2021-12-31", "2022-01-01"} {
		dbtest.At(l.db, models.Day(day).Start().Add(time.Hour))
		l.publish(t, "ann", "Of "+day)
	}
	years, err := l.Months(ctx, member.Member{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the archive", years, "[{2022 [{2022 1 1}] 1} {2021 [{2021 12 1}] 1} {2019 [{2019 3 1} {2019 2 2}] 3}]")
	february, err := practice.ParseMonth("2019", "02")
	if err != nil {
		t.Fatal(err)
	}
	page, err := l.InMonth(ctx, member.Member{}, february, "")
	if err != nil || len(page.Items) != 2 || page.Items[0].Title != "Of 2019-02-28" {
		t.Errorf("february: got %v, %v", page.Items, err)
	}
	for _, wrong := range [][2]string{{"2019", "00"}, {"2019", "13"}, {"2019", "2"}, {"19", "02"}, {"10000", "01"}, {"2019", "02-01"}, {"", ""}} {
		_, err := practice.ParseMonth(wrong[0], wrong[1])
		wantKind(t, fmt.Sprint(wrong), err, models.KindNotFound)
	}
}

func TestTagsInUse(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	l.publish(t, "ann", "One")
	l.publish(t, "ann", "Two")
	p := l.publish(t, "ann", "Three")
	in := as(p, p.Body)
	in.Tags = "Rotas"
	if _, err := l.Edit(ctx, l.people["ann"], p.ID, in); err != nil {
		t.Fatal(err)
	}
	tags, err := l.Tags(ctx, member.Member{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "tags", tags, "[{service-desk Service desk} {small-changes Small changes} {rotas Rotas}]")
	page, err := l.List(ctx, member.Member{}, practice.Filter{Tag: "rotas"}, "")
	if err != nil || len(page.Items) != 1 || page.Items[0].ID != p.ID {
		t.Errorf("by tag: got %v, %v", page.Items, err)
	}
}

func TestQueriesDoNotGrow(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	count := func() string {
		text := ""
		for _, act := range []func(*db.Counter) error{
			func(n *db.Counter) error {
				_, err := l.List(db.Counting(ctx, n), l.people["ann"], practice.Filter{}, "")
				return err
			},
			func(n *db.Counter) error { _, err := l.Months(db.Counting(ctx, n), l.people["ann"]); return err },
			func(n *db.Counter) error { _, err := l.Tags(db.Counting(ctx, n), l.people["ann"]); return err },
		} {
			var n db.Counter
			if err := act(&n); err != nil {
				t.Fatal(err)
			}
			text += fmt.Sprint(n.Queries(), " ")
		}
		return text
	}
	l.publish(t, "ann", "The first")
	want(t, "queries with one", count(), "1 1 1 ")
	for n := range 30 {
		l.publish(t, "ann", fmt.Sprint("Another ", n))
	}
	want(t, "queries with many", count(), "1 1 1 ")
}
