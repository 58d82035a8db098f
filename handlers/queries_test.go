package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"commonroom/models/db"
)

// A query that is asked once for each row is not noticed among three threads and stops a site
// with three thousand. So the number of queries of each page stands here, for a visitor, a
// member and one of the committee, and is the same however much there is.
// Of the threads that are read, each has a poll that has closed.
var queries = map[string][3]int{
	"/":                               {3, 11, 11},
	"/about":                          {0, 3, 3},
	"/terms":                          {0, 3, 3},
	"/privacy":                        {0, 3, 3},
	"/accessibility":                  {0, 3, 3},
	"/help":                           {0, 3, 3},
	"/help/members":                   {0, 3, 3},
	"/help/committee":                 {0, 3, 3},
	"/help/server":                    {0, 3, 3},
	"/help/search":                    {0, 3, 3},
	"/help/keys":                      {0, 3, 3},
	"/search":                         {3, 6, 6},
	"/search/suggest":                 {0, 2, 2},
	"/complete/members":               {0, 2, 2},
	"/complete/tags":                  {0, 2, 2},
	"/search/similar":                 {0, 2, 2},
	"/conduct":                        {1, 4, 4},
	"/committee":                      {2, 5, 6},
	"/committee/members":              {1, 4, 4},
	"/committee/log":                  {1, 4, 4},
	"/committee/boards":               {0, 3, 4},
	"/committee/words":                {0, 3, 4},
	"/committee/words/:id":            {0, 3, 4},
	"/committee/missed":               {0, 3, 4},
	"/tags":                           {2, 6, 6},
	"/tags/:slug":                     {2, 6, 6},
	"/tags/:slug/edit":                {0, 3, 4},
	"/questions":                      {3, 6, 6},
	"/report":                         {0, 3, 3},
	"/report/thanks":                  {0, 3, 3},
	"/reports":                        {0, 3, 4},
	"/reports/:id":                    {0, 3, 4},
	"/sign-in":                        {0, 4, 4},
	"/auth/:provider/callback":        {0, 3, 3},
	"/join":                           {0, 3, 3},
	"/committee/applicants":           {0, 3, 5},
	"/committee/applicants/:id":       {0, 3, 5},
	"/welcome":                        {0, 2, 2},
	"/settings/profile":               {0, 7, 7},
	"/settings/sessions":              {0, 4, 4},
	"/settings/sign-ins":              {0, 4, 4},
	"/members":                        {0, 4, 4},
	"/members/:handle":                {0, 9, 9},
	"/boards":                         {2, 5, 5},
	"/boards/:slug":                   {3, 7, 7},
	"/boards/:slug/template":          {0, 3, 5},
	"/scheduled":                      {0, 4, 4},
	"/threads/new":                    {0, 6, 6},
	"/threads/:id/ask":                {0, 6, 5},
	"/threads/:id/hide":               {0, 3, 5},
	"/threads/:id/restore":            {0, 3, 4},
	"/threads/:id/lock":               {0, 3, 5},
	"/threads/:id/unlock":             {0, 3, 4},
	"/threads/:id/pin":                {0, 3, 5},
	"/threads/:id/unpin":              {0, 3, 4},
	"/threads/:id/move":               {0, 3, 6},
	"/threads/:id/split":              {0, 3, 6},
	"/threads/:id/merge":              {0, 3, 4},
	"/threads/:id/slow":               {0, 3, 5},
	"/threads/:id/unslow":             {0, 3, 4},
	"/threads/:id/:slug?":             {4, 14, 14},
	"/threads/:id/state":              {0, 4, 4},
	"/threads/:id/summary":            {2, 5, 5},
	"/posts/:id":                      {1, 3, 3},
	"/threads/:id/edit":               {0, 4, 4},
	"/threads/:id/history":            {2, 5, 5},
	"/posts/:id/history/:n/revert":    {0, 3, 5},
	"/posts/:id/replies":              {2, 6, 6},
	"/posts/:id/quote":                {0, 3, 3},
	"/posts/:id/edit":                 {0, 4, 4},
	"/posts/:id/withdraw":             {0, 4, 4},
	"/posts/:id/history":              {2, 5, 5},
	"/posts/:id/reactions":            {1, 4, 4},
	"/bookmarks":                      {0, 4, 4},
	"/posts/:id/bookmark":             {0, 5, 5},
	"/posts/:id/reactions/who":        {0, 5, 5},
	"/posts/:id/hide":                 {0, 3, 5},
	"/posts/:id/restore":              {0, 3, 4},
	"/drafts":                         {0, 4, 4},
	"/drafts/:id":                     {0, 4, 4},
	"/drafts/:id/state":               {0, 3, 4},
	"/files/:id/:name":                {1, 3, 3},
	"/files/:id/small/:name":          {1, 3, 3},
	"/practices":                      {2, 7, 7},
	"/practices/new":                  {0, 5, 5},
	"/practices/archive":              {1, 4, 4},
	"/practices/archive/:year/:month": {1, 5, 5},
	"/practices/:id/edit":             {0, 5, 4},
	"/practices/:id/authors":          {0, 5, 5},
	"/practices/:id/history":          {2, 5, 5},
	"/practices/:id/history/:n":       {4, 7, 7},
	"/practices/:id/:slug?":           {5, 15, 15},
	"/projects":                       {1, 6, 6},
	"/projects/new":                   {0, 5, 5},
	"/projects/:id/edit":              {0, 5, 4},
	"/projects/:id/authors":           {0, 5, 5},
	"/projects/:id/:slug?":            {5, 15, 15},
	"/notices":                        {0, 4, 4},
	"/unread":                         {0, 6, 6},
	"/new":                            {0, 6, 6},

	// For pages that are open.
	"/threads/:id/posts/:after": {3, 9, 9},
	"/events":                   {0, 5, 5},
	"/events?threads=:id.0":     {3, 8, 8},

	// For feed readers, who are nobody in particular.
	"/feeds/threads.atom":      {1, 1, 1},
	"/feeds/practices.atom":    {1, 1, 1},
	"/feeds/projects.atom":     {1, 1, 1},
	"/feeds/log.atom":          {1, 1, 1},
	"/feeds/boards/:slug.atom": {2, 2, 2},
	"/feeds/tags/:slug.atom":   {1, 1, 1},

	// For search engines, which are nobody in particular.
	"/sitemap.xml":               {1, 1, 1},
	"/sitemap/pages.xml":         {1, 1, 1},
	"/sitemap/threads-:part.xml": {4, 4, 4},

	// For those of a member, whoever asks.
	"/settings/feeds":                            {0, 4, 4},
	"/feeds/private/:token/threads.atom":         {3, 3, 3},
	"/feeds/private/:token/practices.atom":       {3, 3, 3},
	"/feeds/private/:token/projects.atom":        {3, 3, 3},
	"/feeds/private/:token/log.atom":             {3, 3, 3},
	"/feeds/private/:token/boards/:slug.atom":    {4, 4, 4},
	"/feeds/private/:token/tags/:slug.atom":      {3, 3, 3},
	"/feeds/private/:token/members/:handle.atom": {6, 6, 6},

	// With a choice of what is listed.
	"/threads/:id/top-calls?page=2":      {2, 9, 9},
	"/boards/interoperability?tag=tag-1": {3, 7, 7},
	"/questions?board=interoperability":  {4, 7, 7},
	"/practices?tag=tag-1":               {2, 6, 6},
	"/members?q=member":                  {0, 4, 4},
	"/report?thread=:id":                 {1, 4, 4},
	"/threads/new?title=top+calls":       {0, 10, 10},

	// What a search asks for: who may read what, the places that fit, the words that the last one
	// begins where nothing does, how they were made for each sort of thing found, and the boards for
	// the form. Where more fits than a list has room for, there is one more; where little is found, a
	// few for each word that may be misspelled.
	"/search?q=calls":                     {3, 7, 7},
	"/search?q=calls&sort=new":            {4, 8, 8},
	"/search?in=title&q=thread+OR+calls":  {3, 7, 7},
	"/search?kind=practice&tag=tag-1":     {3, 7, 7},
	"/search?q=more&thread=:id":           {7, 11, 11},
	"/search/suggest?q=thr":               {4, 7, 7},
	"/complete/members?q=mem":             {0, 3, 3},
	"/complete/tags?q=tag":                {2, 5, 5},
	"/search/similar?title=top+calls":     {3, 6, 6},
	"/committee/applicants?show=declined": {0, 3, 4},
}

func TestEachPageHasItsNumberOfQueries(t *testing.T) {
	t.Parallel()
	few, many := crowd(t, 1), crowd(t, 100)
	pages := map[string]bool{}
	for path := range queries {
		pages[path] = strings.Contains(path, "=")
	}
	for _, r := range few.routes() {
		if r.Method == http.MethodGet && r.shows() {
			pages[r.Path] = true
		}
	}
	for path, there := range pages {
		got, more := few.counts(t, path), many.counts(t, path)
		switch want, known := queries[path]; {
		case !there:
			t.Errorf("there is no page %s", path)
		case !known || got != want:
			t.Errorf("%s: got {%d, %d, %d}, want %v", path, got[0], got[1], got[2], want)
		case got != more:
			t.Errorf("%s: got %v with little on the site, and %v with much", path, got, more)
		}
	}
}

// crowded is a site with n of everything.
type crowded struct {
	*town
	tokens map[string]string // by the first word of a route's path
}

func crowd(t *testing.T, n int) *crowded {
	t.Helper()
	c := &crowded{town: walkTown(t), tokens: map[string]string{"boards": "interoperability", "members": "other"}}
	if err := c.db.Write(t.Context(), func(tx *db.Tx) error { return c.fill(t.Context(), tx, n) }); err != nil {
		t.Fatal(err)
	}
	c.put(t)
	return c
}

// searching are the first words of pages that look for something. They read anew now and then
// what hardly ever changes, or is related to a thread, and have it the next time.
var searching = []string{"search", "complete", "threads", "practices", "projects"}

// counts asks for a page as three people, and gives the number of queries of each.
func (c *crowded) counts(t *testing.T, path string) (counts [3]int) {
	t.Helper()
	root, _, _ := strings.Cut(strings.Split(path, "/")[1], "?")
	th := thing{token: c.tokens[root], params: map[string]string{"n": "2", "provider": "demo", "token": c.tokens["feeds"], "handle": "other", "name": "plan.txt", "after": "0",
		"part": fmt.Sprint(sitemapPart(farOff + 1))}}
	switch {
	case strings.Contains(path, "/tags/"):
		th.params["slug"] = "tag-1"
	case strings.Contains(path, "/boards/"):
		th.params["slug"] = c.tokens["boards"]
	default:
		th.params["slug"] = "top-calls"
	}
	th.params["year"], th.params["month"] = fmt.Sprint(c.Now().Year()), c.Now().Format("01")
	switch {
	case strings.HasPrefix(path, "/committee/words"):
		th.token = "1"
	case strings.HasPrefix(path, "/committee"):
		th.token = fmt.Sprint(c.people["applicant"].ID)
	}
	for i, role := range []string{"visitor", "member", "committee"} {
		counts[i] = c.queriesFor(t, role, addressOf(path, th))
		if slices.Contains(searching, root) {
			counts[i] = min(counts[i], c.queriesFor(t, role, addressOf(path, th)))
		}
	}
	return counts
}

func (c *crowded) queriesFor(t *testing.T, role, address string) int {
	t.Helper()
	res, page := c.ask(t, http.MethodGet, address, "", c.as(role)...)
	if res.StatusCode >= 500 {
		wrong(t, address, res.StatusCode, http.StatusOK, page)
	}
	return c.queriesOf(t, res.Header.Get("X-Request-Id"))
}

var counted = regexp.MustCompile(`queries=(\d+)`)

// queriesOf reads from the log what a request took.
func (c *crowded) queriesOf(t *testing.T, request string) int {
	t.Helper()
	for line := range strings.Lines(c.log.String()) {
		if found := counted.FindStringSubmatch(line); found != nil && strings.Contains(line, "id="+request+" ") {
			n, _ := strconv.Atoi(found[1])
			return n
		}
	}
	t.Errorf("request %s is not in the log", request)
	return 0
}
