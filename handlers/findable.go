package handlers

import (
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"commonroom/models/index"
)

// fixed begins the paths of pages whose words only a new version of the server changes. What stands
// on the other public pages is found by itself; of those, the brief is enough to lead there.
var fixed = []string{"/about", "/accessibility", "/help", "/privacy", "/terms"}

var (
	pageTitle = regexp.MustCompile(`<title>(.*?) - `)
	mainPart  = regexp.MustCompile(`(?s)<main[^>]*>(.*)</main>`)
)

// Findable gives the public pages of the site itself, for search to find them.
func (s *Server) Findable() (list []index.SitePage, err error) {
	for _, path := range slices.Sorted(maps.Keys(briefs)) {
		if path == "/" {
			continue
		}
		text, err := s.asVisitor(path)
		if err != nil {
			return nil, err
		}
		title := pageTitle.FindStringSubmatch(text)
		if title == nil {
			return nil, fmt.Errorf("%s has no title", path)
		}
		p := index.SitePage{Path: path, Title: html.UnescapeString(title[1]), HTML: "<h2>" + html.EscapeString(briefs[path]) + "</h2>"}
		stands := func(root string) bool { return path == root || strings.HasPrefix(path, root+"/") }
		if part := mainPart.FindStringSubmatch(text); part != nil && slices.ContainsFunc(fixed, stands) {
			p.HTML += part[1]
		}
		list = append(list, p)
	}
	return list, nil
}

// asVisitor gives the page that a visitor would be sent.
func (s *Server) asVisitor(path string) (string, error) {
	req, err := http.NewRequest(http.MethodGet, s.PublicURL.JoinPath(path).String(), nil)
	if err != nil {
		return "", err
	}
	res, err := s.app.Test(req, -1)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", path, res.StatusCode)
	}
	return string(text), err
}
