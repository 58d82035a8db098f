package main

import (
	"context"
	"slices"

	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/search"
)

// sought are searches that found nothing, with how many members tried each.
var sought = []struct {
	text string
	by   int
}{
	{"bariatric wheelchair booking", 6},
	{"hoist maintenance rota", 4},
	{"turban friendly headsets", 3},
	{"eduroam on theatre trolleys", 2},
}

// browse has members read what was asked, over the last weeks, and look for what is not there.
func (d *decorator) browse(ctx context.Context) error {
	readers := d.readers()
	asked, err := d.asked(ctx)
	if err != nil {
		return err
	}
	for week := 6; week >= 0; week-- {
		d.ago(float64(week)*7 + 0.5)
		for i, t := range asked {
			// Each question has its own number of readers, the same at every start.
			for _, m := range readers[:(i*7+week*3)%len(readers)] {
				d.Search.Read(m, t.ID)
			}
		}
		if err := d.Search.Count(ctx); err != nil {
			return err
		}
	}
	for _, s := range sought {
		for _, m := range readers[:s.by] {
			q := search.Query{Text: s.text}
			found, err := d.Search.Find(ctx, m, q)
			if err != nil {
				return err
			}
			d.Search.Note(m, q, found)
		}
	}
	return d.Search.Count(ctx)
}

// readers are the members, in the order of their arrival.
func (d *decorator) readers() (list []member.Member) {
	for _, m := range d.people {
		if m.IsMember() {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b member.Member) int { return int(a.ID - b.ID) })
	return list
}

// asked are the questions.
func (d *decorator) asked(ctx context.Context) (list []discuss.Thread, err error) {
	all, err := d.Discuss.Newest(ctx, d.people[chair], discuss.Discussion, 200)
	return slices.DeleteFunc(all, func(t discuss.Thread) bool { return !t.Asks }), err
}
