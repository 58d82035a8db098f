package handlers

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

// elsewhere are the columns of text in which the crawl plants no word by name, because they hold
// nobody's words (kinds, days, digests, addresses), are public as they stand, or have one planted
// together with their row: the index is made from rows that hold a word.
var elsewhere = strings.Fields(`
	uploads.digest uploads.shown_digest uploads.type
	actions.reason actions.target actions.verb activity.detail activity.verb applications.outcome applications.reason
	bookmarks.remind_day
	cohorts.partners cohorts.years drafts.key drafts.place feed_addresses.token_hash feed_addresses.used_day followers.name identities.email identities.email_key identities.issuer identities.name
	identities.provider identities.subject member_perspectives.perspective member_tags.follow members.handle members.job_title
	members.name members.name_key members.organisation members.search_key members.state notices.kind offices.name offices.slug
	once_keys.key perspectives.name perspectives.slug polls.sort practice_imports.hash practice_imports.source practices.published_day
	projects.status reactions.kind reports.contact reports.reason reports.state
	reports.target reports.words ribbons.follow roll_emails.email_key roll_entries.name rules.body rules.title search_misses.last_day search_misses.state
	search_pages.html search_pages.path search_pages.title search_same.words search_state.name search_state.value search_words.skeleton
	search_words.stem search_words.word security_log.address
	security_log.event security_log.provider security_log.reason sessions.told_day sessions.token_hash space_members.role spaces.holds spaces.kind spaces.readers
	spaces.slug tags.name tags.slug terms.from_day terms.how terms.until_day thread_perspectives.perspective threads.kind threads.pinned_until threads.state`)

// A column that somebody adds must be crawled for, or be said to hold nothing of the sort.
func TestEveryFieldIsCrawledFor(t *testing.T) {
	t.Parallel()
	p := plant(t)
	query := `
		SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND c.type = 'TEXT' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%'`
	if dbtest.Postgres() {
		query = `
			SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns
			WHERE table_schema = 'public' AND data_type = 'text' AND table_name NOT LIKE 'goose%'`
	}
	columns, err := db.Values[string](t.Context(), p.db, query)
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range columns {
		if p.fields[column] == slices.Contains(elsewhere, column) {
			t.Errorf("%s: a word is planted there: %t, and it is said that none need be: %t", column, p.fields[column], !p.fields[column])
		}
	}
	for _, column := range slices.Concat(elsewhere, slices.Collect(maps.Keys(p.fields))) {
		if !slices.Contains(columns, column) {
			t.Errorf("there is no column of text %s", column)
		}
	}
}
