package views

import (
	"net/url"
	"strings"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/search"
	"commonroom/models/space"
)

// SearchPage is the form to search with and what was found.
type SearchPage struct {
	Asked    search.Query // as it was understood
	Searched bool
	Results  search.Results
	Boards   []space.Space      // to choose from
	Within   *discuss.Thread    // what is searched in, if it is one thread that the reader may read
	Top      []discuss.Question // most read and looked for, while nothing is looked for
	Problems models.Problems
}

// Title is the title of the page: the words first, so that tabs are told apart.
func (p SearchPage) Title() string {
	title := "Search"
	if p.Asked.Text != "" && p.Searched {
		title = p.Asked.Text + ": search"
	}
	if p.Asked.From != "" {
		title += " (more results)"
	}
	return title
}

// searchPath is the address of a search.
func searchPath(q search.Query) string {
	any, thread := "", ""
	if q.Any {
		any = "1"
	}
	if q.Thread != 0 {
		thread = itoa64(q.Thread)
	}
	return pathWith("/search", filter("q", q.Text, "kind", q.Kind, "board", q.Board, "author", q.Author, "tag", q.Tag, "cohort", q.Cohort,
		"after", q.After, "before", q.Before, "in", q.In, "is", q.Is, "has", q.Has, "any", any, "sort", q.Sort, "thread", thread, "from", q.From))
}

// with is the address of the search changed in one way. It begins with the first page again.
func (p SearchPage) with(change func(*search.Query)) string {
	q := p.Asked
	q.From = ""
	change(&q)
	return searchPath(q)
}

// narrowed tells whether the form's filters are to be seen: where one of them has to be mended. Those
// in use stand above the results, which would begin a screen further down on a phone.
func (p SearchPage) narrowed() bool { return p.Problems.For("q") == "" && len(p.Problems) > 0 }

// Similar is what there is about the same as what somebody begins to write.
type Similar struct{ Hits []search.Hit }

// roomName is the name of the board that is searched, if the reader may read it.
func (p SearchPage) roomName(slug string) string {
	for _, s := range p.Boards {
		if s.Slug == slug {
			return s.Name
		}
	}
	return slug
}

// inForce are the filters in force, each with the address of the search without it.
func (p SearchPage) inForce() (links []Link) {
	q := p.Asked
	add := func(set bool, text string, drop func(*search.Query)) {
		if set {
			links = append(links, Link{Text: text, Href: p.with(drop)})
		}
	}
	add(q.Thread != 0, p.withinWords(), func(q *search.Query) { q.Thread = 0 })
	add(q.Kind != "", p.kindName(), func(q *search.Query) { q.Kind = "" })
	add(q.Board != "", "In "+p.roomName(q.Board), func(q *search.Query) { q.Board = "" })
	add(q.Author != "", "By "+q.Author, func(q *search.Query) { q.Author = "" })
	add(q.Tag != "", "Tagged "+q.Tag, func(q *search.Query) { q.Tag = "" })
	add(q.Cohort != "", "Cohort "+q.Cohort, func(q *search.Query) { q.Cohort = "" })
	add(q.After != "", "From "+q.After+" on", func(q *search.Query) { q.After = "" })
	add(q.Before != "", "Before "+q.Before, func(q *search.Query) { q.Before = "" })
	add(q.In != "", "In the title only", func(q *search.Query) { q.In = "" })
	add(q.Has != "", search.HasName(q.Has), func(q *search.Query) { q.Has = "" })
	add(q.Is != "", search.StateName(q.Is), func(q *search.Query) { q.Is = "" })
	add(q.Any, "Any of the words", func(q *search.Query) { q.Any = false })
	return links
}

func (p SearchPage) withinWords() string {
	if p.Within == nil {
		return "In one thread"
	}
	return "In “" + p.Within.Title + "”"
}

func (p SearchPage) kindName() string {
	if name := search.Kind(p.Asked.Kind).Name(); name != "" {
		return name
	}
	return "Kind: " + p.Asked.Kind
}

// notes say what of the search could not be done as it was asked.
func (p SearchPage) notes(f Frame) []string {
	notes := p.Results.Notes
	if q := p.Asked; q.Kind != "" && search.Kind(q.Kind).Name() == "" {
		notes = append(notes, "There is no kind “"+q.Kind+"”. Choose one from the list under “Narrow the search”.")
	}
	if q := p.Asked; !f.By.Member && (q.Author != "" || q.Cohort != "" || search.Kind(q.Kind) == search.Person) {
		notes = append(notes, "Looking for members, or for what one of them wrote, is for members: sign in to do it.")
	}
	return notes
}

// count says how much was found: "1 found", "37 found", "more than 300 found".
func (p SearchPage) count() string {
	n := p.Results.Total
	switch {
	case p.Results.Vague:
		return "Nothing to look for"
	case n == 0:
		return "Nothing found"
	case p.Results.More && n > 100:
		return "More than " + Thousands((n-1)/100*100) + " found"
	case p.Results.More:
		return "More than " + Thousands(n-1) + " found"
	}
	return Thousands(n) + " found"
}

// facet is a way to narrow the search, with how much would be left.
type facet struct {
	Link
	Count string
}

func (p SearchPage) facets(takes func(search.Facet) bool, set func(search.Facet, *search.Query)) (list []facet) {
	for _, f := range p.Results.Facets {
		if !takes(f) {
			continue
		}
		n := Thousands(f.Count)
		if p.Results.More {
			n += "+"
		}
		text := f.Kind.Name()
		if f.Kind == "" {
			text = f.Space.Name
		}
		list = append(list, facet{Link{Text: text, Href: p.with(func(q *search.Query) { set(f, q) })}, n})
	}
	return list
}

// mostFacets is how many boards are offered at most to narrow the search to.
const mostFacets = 8

func (p SearchPage) kindFacets() []facet {
	if p.Asked.Kind != "" {
		return nil
	}
	return several(p.facets(func(f search.Facet) bool { return f.Kind != "" }, func(f search.Facet, q *search.Query) { q.Kind = string(f.Kind) }))
}

func (p SearchPage) boardFacets() []facet {
	if p.Asked.Board != "" || p.Asked.Thread != 0 {
		return nil
	}
	list := several(p.facets(func(f search.Facet) bool { return f.Kind == "" }, func(f search.Facet, q *search.Query) { q.Board = f.Space.Slug }))
	return list[:min(len(list), mostFacets)]
}

// several leaves out a choice that is none.
func several(list []facet) []facet {
	if len(list) < 2 {
		return nil
	}
	return list
}

// sorts are the ways to order the results.
func (p SearchPage) sorts() []Link {
	return []Link{
		{Text: "Best first", Href: p.with(func(q *search.Query) { q.Sort = "" })},
		{Text: "Newest first", Href: p.with(func(q *search.Query) { q.Sort = "new" })},
	}
}

// sorted is the aria-current of a way to order.
func (p SearchPage) sorted(l Link) string {
	if l.Href == p.with(func(*search.Query) {}) {
		return "page"
	}
	return "false"
}

func (p SearchPage) nearPath() string {
	return p.with(func(q *search.Query) { q.Text = p.Results.Near })
}

// fewFound is how much may be found for a wider search to be offered beside it.
const fewFound = 5

// anyPath is the address of a search for any of the words, where that may find more.
func (p SearchPage) anyPath() string {
	if p.Asked.Any || p.Results.Wider || !p.Asked.Several() || p.Results.Total > fewFound {
		return ""
	}
	return p.with(func(q *search.Query) { q.Any = true })
}

// askPath is where a member asks what nobody has answered.
func (p SearchPage) askPath() string {
	title := strings.ReplaceAll(p.Asked.Text, `"`, "")
	return pathWith("/threads/new", filter("title", title))
}

// askSignIn is where a visitor signs in to ask it.
func (p SearchPage) askSignIn() string {
	return "/sign-in?return_to=" + url.QueryEscape(p.askPath())
}

// stateField chooses a state that things can be in. Only members have something to read.
func (p SearchPage) stateField(f Frame) Field {
	choices := []Choice{{Value: "", Label: "Any"}}
	for _, state := range search.States(f.By.Member) {
		choices = append(choices, Choice{Value: state, Label: search.StateName(state)})
	}
	return Field{Name: "is", Label: "State", Value: p.Asked.Is, Choices: choices}
}

// hasField chooses what stands in a text beside words.
func (p SearchPage) hasField() Field {
	f := Field{Name: "has", Label: "What is in it", Value: p.Asked.Has, Choices: []Choice{{Label: "Anything"}}}
	for _, word := range search.Had() {
		f.Choices = append(f.Choices, Choice{Value: word, Label: search.HasName(word)})
	}
	return f
}

func (p SearchPage) kindField() Field {
	f := Field{Name: "kind", Label: "Kind", Value: p.Asked.Kind, Choices: []Choice{{Label: "Everything"}}}
	for _, k := range search.Kinds() {
		f.Choices = append(f.Choices, Choice{Value: string(k), Label: k.Name()})
	}
	return f
}

func (p SearchPage) boardField() Field {
	f := Field{Name: "board", Label: "Where", Value: p.Asked.Board, Choices: []Choice{{Label: "Everywhere"}}}
	for _, s := range p.Boards {
		f.Choices = append(f.Choices, Choice{Value: s.Slug, Label: s.Name})
	}
	return f
}

func (p SearchPage) sortField() Field {
	return Field{Name: "sort", Label: "Order", Value: p.Asked.Sort, Choices: []Choice{{Label: "Best first"}, {Value: "new", Label: "Newest first"}}}
}

func (p SearchPage) lines(f Frame) []Field {
	field := func(name, label, hint, value string) Field {
		return Field{Name: name, Label: label, Hint: hint, Value: value, Error: p.Problems.For(name), Autocomplete: "off"}
	}
	fields := []Field{
		field("tag", "Tag", "Such as FHIR", p.Asked.Tag),
		field("after", "From", "Such as 2024 or 2024-09", p.Asked.After),
		field("before", "Before", "Such as 2025-03-01", p.Asked.Before),
	}
	if f.By.Member {
		fields = append(fields, field("author", "Written by", "A name, such as Ann Ward", p.Asked.Author), field("cohort", "Cohort", "Its number, such as 3", p.Asked.Cohort))
	}
	return fields
}

// hitKind says what a hit is: "Practice", "Reply 7", "Comment 2".
func hitKind(h search.Hit) string {
	switch {
	case h.Kind == search.Discussion && h.Asks:
		return "Question"
	case h.Kind != search.Reply:
		return h.Kind.OneOf()
	}
	if h.Of == search.Discussion {
		return "Reply " + itoa(h.Number)
	}
	return "Comment " + itoa(h.Number)
}

// hitAuthor is who wrote it. Who said what in a private room is not told in excerpts, which are
// passed on more easily than the room's own pages; and a visitor is told names alone.
func hitAuthor(f Frame, h search.Hit) Author {
	switch {
	case h.Kind == search.Person || h.Space.Readers == space.Private:
		return Author{}
	case !f.By.Member:
		return Author{Name: h.Author.Name}
	}
	return AuthorOf(h.Author)
}

func hitStates(h search.Hit) (states []State) {
	switch {
	case h.Answered && h.Kind == search.Reply:
		states = append(states, StateAnswer)
	case h.Answered:
		states = append(states, StateAnswered)
	}
	if h.Locked {
		states = append(states, StateLocked)
	}
	return states
}

// othersPath is the same search within the thread of a hit.
func (p SearchPage) othersPath(h search.Hit) string {
	return p.with(func(q *search.Query) { q.Thread, q.Board, q.Kind = h.ThreadID, "", "" })
}

func othersWords(h search.Hit) string {
	return "and " + Count(h.Others, "more post", "more posts") + " in this thread"
}
