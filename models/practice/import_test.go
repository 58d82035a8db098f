package practice_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/practice"
)

// mailed gives ann an identity with a trusted address, and ben an entry of the roll.
func (l library) mailed(t *testing.T) {
	t.Helper()
	err := l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO identities (member_id, issuer, subject, provider, email, email_key, trusted, name, linked_at, used_at)
			VALUES ($1, 'https://id.example', 'a', 'example', 'ann@example.org', 'ann@example.org', TRUE, '', $3, $3),
				($2, 'https://id.example', 'b', 'example', 'victim@example.org', 'victim@example.org', FALSE, '', $3, $3)`,
			l.people["ann"].ID, l.people["committee"].ID, tx.Now)
		if err != nil {
			return err
		}
		entry, err := db.Value[int64](ctx, tx, `
			INSERT INTO roll_entries (name, cohort_number, member_id, added_at) VALUES ('Ben', 1, $1, $2) RETURNING id`,
			l.people["ben"].ID, tx.Now)
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx, `INSERT INTO roll_emails (email_key, entry_id) VALUES ('ben@example.org', $1)`, entry)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

const floor = `---
title: Floor walking
author: Ann Ward <Ann@Example.org>
date: 2019-02-14
tags: [Service desk, Small changes]
summary: Go and see.
---

## What we did

We walked the wards.
`

func (l library) bring(t *testing.T, files map[string]string) map[string]practice.Imported {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	list, err := l.Import(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	done := map[string]practice.Imported{}
	for _, i := range list {
		done[i.File] = i
	}
	return done
}

func TestAnImportKeepsTheDates(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	l.mailed(t)
	done := l.bring(t, map[string]string{
		"2019/floor.md": floor,
		"2019/late.md":  "---\ntitle: Late in the evening\nauthor: ben@example.org\ndate: 2019-06-30T23:30:00Z\ntags: rotas, night work\n---\nIn London it is July.\n",
		"notes.txt":     "Not a practice.", ".git/x.md": "Nor is this.",
	})
	want(t, "files", len(done), 2)
	want(t, "outcomes", []practice.Outcome{done["2019/floor.md"].Outcome, done["2019/late.md"].Outcome}, "[made made]")
	page, err := l.List(ctx, member.Member{}, practice.Filter{}, "")
	if err != nil || len(page.Items) != 2 {
		t.Fatalf("got %v, %v", page.Items, err)
	}
	p, err := l.Practice(ctx, member.Member{}, page.Items[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2019, 2, 14, 12, 0, 0, 0, time.UTC)
	want(t, "dates", []time.Time{p.Made, p.Out, p.EditedAt, p.LastPost}, []time.Time{noon, noon, noon, noon})
	want(t, "day", p.PublishedDay, "2019-02-14")
	want(t, "author", p.Author.Handle, "ann")
	want(t, "path", done["2019/floor.md"].Path, p.Path())
	history, err := l.History(ctx, member.Member{}, p.ID)
	if err != nil || len(history) != 1 || !history[0].Made.Equal(noon) {
		t.Errorf("history: got %v, %v", history, err)
	}
	if !strings.Contains(p.HTML, "<h2") || p.Edited() {
		t.Errorf("got %q, edited %v", p.HTML, p.Edited())
	}
	years, err := l.Months(ctx, member.Member{})
	want(t, "archive", years, "[{2019 [{2019 7 1} {2019 2 1}] 2}]")
	want(t, "no error", err, nil)
}

func TestAnImportIsIdempotent(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	l.mailed(t)
	first := l.bring(t, map[string]string{"floor.md": floor})["floor.md"]
	again := l.bring(t, map[string]string{"floor.md": floor})["floor.md"]
	want(t, "again", again, practice.Imported{File: "floor.md", Outcome: practice.Unchanged, Path: first.Path})

	changed := strings.NewReplacer("wards", "wards daily", "2019-02-14", "2019-03-01").Replace(floor)
	third := l.bring(t, map[string]string{"floor.md": changed})["floor.md"]
	want(t, "changed", third.Outcome, practice.Updated)
	want(t, "unchanged since", l.bring(t, map[string]string{"floor.md": changed})["floor.md"].Outcome, practice.Unchanged)
	page, err := l.List(ctx, member.Member{}, practice.Filter{}, "")
	if err != nil || len(page.Items) != 1 {
		t.Fatalf("got %v, %v", page.Items, err)
	}
	p, err := l.Practice(ctx, l.people["ann"], page.Items[0].ID)
	if err != nil || p.PublishedDay != "2019-03-01" || p.Version != 2 || !strings.Contains(p.Body, "daily") {
		t.Errorf("got %q at version %d of %s, %v", p.Body, p.Version, p.PublishedDay, err)
	}

	if _, err := l.Edit(ctx, l.people["ann"], p.ID, as(p, "Written on the site.")); err != nil {
		t.Fatal(err)
	}
	want(t, "unchanged file, changed here", l.bring(t, map[string]string{"floor.md": changed})["floor.md"].Outcome, practice.Unchanged)
	refused := l.bring(t, map[string]string{"floor.md": floor})["floor.md"]
	want(t, "changed file, changed here", refused.Outcome, practice.Refused)
	p, err = l.Practice(ctx, l.people["ann"], p.ID)
	if err != nil || p.Body != "Written on the site." {
		t.Errorf("written over: %q, %v", p.Body, err)
	}
}

func TestABadFileIsRefusedByItsLineAndStopsNoOther(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	l.mailed(t)
	dbtest.At(l.db, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	bad := map[string]struct{ text, says string }{
		"a.md": {"No front matter.", "line 1: Begin with front matter"},
		"b.md": {"---\ntitle: Open\nauthor: ann@example.org\n", "line 1: Begin with front matter"},
		"c.md": {strings.Replace(floor, "summary:", "sumary:", 1), "line 6: The front matter cannot be read: unknown field"},
		"d.md": {strings.Replace(floor, "title: Floor walking\n", "", 1), "line 1: Give a title."},
		"e.md": {strings.Replace(floor, "2019-02-14", "14 February", 1), "line 4: Give the date as"},
		"f.md": {strings.Replace(floor, "2019-02-14", "2019-02-30", 1), "line 4: Give the date as"},
		"g.md": {strings.Replace(floor, "2019-02-14", "2026-03-02", 1), "line 4: The date is still to come."},
		"h.md": {strings.Replace(floor, "Ann@Example.org", "nobody@example.org", 1), "line 3: No member has this e-mail address: nobody@example.org."},
		"i.md": {strings.Replace(floor, "Ann@Example.org", "victim@example.org", 1), "line 3: No member has this e-mail address: victim@example.org."},
		"j.md": {strings.Replace(floor, "wards", "wards with 999 000 0018", 1), "line 11: This looks like a patient's NHS number"},
		"k.md": {strings.Replace(floor, "summary: Go and see.", "board: nowhere", 1), "line 6: There is no board called nowhere."},
		"l.md": {strings.Replace(floor, "summary: Go and see.", "board: questions", 1), "line 6: Choose a board that is meant for this."},
		"m.md": {strings.Replace(floor, "[Service desk, Small changes]", "{a: b}", 1), "line 5: The front matter cannot be read"},
		"n.md": {strings.Replace(floor, "title:", "title: Twice\ntitle:", 1), "line 3: The front matter cannot be read"},
		"o.md": {"---\ntitle: \xff\n---\n", "The file is not written in UTF-8."},
		"p.md": {"---\ntitle: Empty\nauthor: ann@example.org\ndate: 2019-02-14\n---\n", "line 6: In the text that begins here: Write something first."},
		"q.md": {"---\n---\nText.", "line 1: Give a title."},
		"r.md": {strings.Repeat("a", 1<<20+1), "The file is too large"},
	}
	files := map[string]string{"z.md": floor}
	for name, b := range bad {
		files[name] = b.text
	}
	done := l.bring(t, files)
	want(t, "the good file", done["z.md"].Outcome, practice.Made)
	for name, b := range bad {
		got := done[name]
		if got.Outcome != practice.Refused || len(got.Faults) == 0 || !strings.HasPrefix(got.Faults[0].String(), b.says) {
			t.Errorf("%s: got %s, want %q", name, got, b.says)
		}
		if strings.Contains(got.String(), "0018") {
			t.Errorf("%s: says the number: %s", name, got)
		}
	}
	n, err := db.Value[int](ctx, l.db, `SELECT count(*) FROM threads`)
	if err != nil || n != 1 {
		t.Errorf("%d threads, %v", n, err)
	}
}

func TestAnImportNeedsAMembersAddress(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	l.mailed(t)
	err := l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE members SET state = 'former' WHERE id = $1`, l.people["ann"].ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "of one who has left", l.bring(t, map[string]string{"floor.md": floor})["floor.md"].Outcome, practice.Refused)
	_, err = member.ByEmail(ctx, l.db, "")
	wantKind(t, "no address", err, models.KindNotFound)
}
