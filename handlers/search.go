package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/search"
	"commonroom/models/space"
	"commonroom/views"
)

// topOfSearch is how many questions stand on the search page before anything is looked for.
const topOfSearch = 5

// search is the page on which one searches: the form, and what it found.
func (s *Server) search(c *fiber.Ctx) error {
	p, err := s.found(c)
	if err != nil && models.KindOf(err) != models.KindInvalid {
		return err
	}
	frame := s.frame(c, p.Title())
	if p.Boards, p.Within, err = s.searchable(c, p.Asked, err); err != nil {
		frame.Query = "" // what was refused is not carried on by a link to sign in
		return s.again(c, err, func(problems models.Problems) templ.Component {
			p.Problems, frame.Problems = problems, true
			return views.Search(frame, p)
		})
	}
	return s.page(c, views.Search(frame, p))
}

// found searches for what the address says.
func (s *Server) found(c *fiber.Ctx) (p views.SearchPage, err error) {
	if err := asked(c, &p.Asked); err != nil {
		return p, err
	}
	q, err := p.Asked.Take()
	if err == nil && !q.Asks() {
		p.Top, err = s.Discuss.TopQuestions(c.UserContext(), s.by(c), 0, topOfSearch)
	}
	if err != nil || !q.Asks() {
		return p, err
	}
	if err := s.limitSearch(c); err != nil {
		return p, err
	}
	p.Results, err = s.Search.Find(c.UserContext(), s.by(c), q)
	if err != nil {
		return p, err
	}
	p.Asked, p.Searched = p.Results.Query, true
	if meant(c) {
		s.Search.Note(s.by(c), q, p.Results)
	}
	return p, nil
}

// searchable is what the form offers to choose from, and the thread that is searched in, if it is
// one. Why the search was refused, if it was, is handed on.
func (s *Server) searchable(c *fiber.Ctx, q search.Query, refused error) ([]space.Space, *discuss.Thread, error) {
	rooms, err := s.Spaces.Spaces(c.UserContext(), s.by(c), "")
	if err != nil {
		return nil, nil, err
	}
	if q.Thread == 0 || refused != nil {
		return rooms, nil, refused
	}
	t, err := s.Discuss.Thread(c.UserContext(), s.by(c), q.Thread)
	switch models.KindOf(err) {
	case "":
		return rooms, &t, nil
	case models.KindInternal, models.KindBusy:
		return rooms, nil, err
	}
	return rooms, nil, nil // of one that they may not read, nothing is found either
}

// suggestion is something that what was typed so far may become.
type suggestion struct {
	Group string `json:"group"`
	Text  string `json:"text"`
	More  string `json:"more,omitempty"`
	Path  string `json:"path"`
}

// suggest answers a script that asks while somebody types.
func (s *Server) suggest(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderVary, fiber.HeaderCookie)
	var in struct {
		Text string `form:"q"`
	}
	if err := asked(c, &in); err != nil {
		return err
	}
	q, err := search.Query{Text: in.Text}.Take()
	if err != nil {
		return err
	}
	if err := s.limitSuggestion(c); err != nil {
		return err
	}
	list, err := s.Search.Suggest(c.UserContext(), s.by(c), q.Text)
	if err != nil {
		return err
	}
	answer := make([]suggestion, len(list))
	for i, one := range list {
		answer[i] = suggestion{Group: groupOf(one.Kind), Text: one.Text, More: one.More, Path: one.Path}
	}
	return c.JSON(answer)
}

// groupOf is the heading that a suggestion stands under.
func groupOf(k search.Kind) string {
	switch k {
	case search.Tag:
		return "Tags"
	case search.Person:
		return "Members"
	}
	return "Titles"
}

// mostRelated is how many related things stand beside what somebody reads.
const mostRelated = 4

// related are things about the same as a thread, for whoever reads its first page. That none
// could be found is noted, and keeps nobody from reading.
func (s *Server) related(c *fiber.Ctx, t discuss.Thread) []search.Hit {
	if pageNumber(c) != 1 {
		return nil
	}
	hits, err := s.Search.Related(c.UserContext(), s.by(c), t.ID, t.Title+" "+t.Summary)
	if err != nil {
		s.Log.Error("nothing related", "error", err)
		return nil
	}
	return hits[:min(len(hits), mostRelated)]
}

// similarTo are things about the same as a title that somebody is about to use. That none could be
// found is noted, and keeps nobody from writing.
func (s *Server) similarTo(c *fiber.Ctx, title string) *views.Similar {
	q, err := search.Query{Text: title}.Take()
	if err != nil || q.Text == "" {
		return &views.Similar{}
	}
	hits, err := s.Search.Similar(c.UserContext(), s.by(c), q.Text, 0)
	if err != nil {
		s.Log.Error("nothing like a title", "error", err)
	}
	return &views.Similar{Hits: hits}
}

// similar answers a script that asks while somebody types a title.
func (s *Server) similar(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	var in struct {
		Title string `form:"title"`
	}
	if err := asked(c, &in); err != nil {
		return err
	}
	if err := s.limitSuggestion(c); err != nil {
		return err
	}
	return s.page(c, views.SimilarList(s.similarTo(c, in.Title).Hits))
}
