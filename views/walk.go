package views

import (
	"net/url"
	"strconv"
	"strings"

	"commonroom/models"
)

// filter is what narrows a list, as an address has it: names and values in pairs, of which those
// without a value are left out.
func filter(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return values.Encode()
}

// pathWith is the address of a list narrowed by a filter.
func pathWith(path, filter string) string {
	if filter == "" {
		return path
	}
	return path + "?" + filter
}

// nextHref is the address of the next page of a list that is walked by cursor; empty on the last.
func nextHref(path, filter, next string) string {
	if next == "" {
		return ""
	}
	if filter != "" {
		filter += "&"
	}
	return path + "?" + filter + "from=" + url.QueryEscape(next)
}

// firstHref leads back to the start of such a list, from a later page.
func firstHref(f Frame, path, filter string) string {
	if !strings.Contains(f.Query, "from=") {
		return ""
	}
	return pathWith(path, filter)
}

// news is what has come to stand above the place where somebody began to walk a list, in words for
// one of them and for many.
type news struct{ one, many string }

var (
	posted       = news{"thread has new posts", "threads have new posts"}
	cameOut      = news{"thing has come out", "things have come out"}
	practicesOut = news{"practice has come out", "practices have come out"}
	projectsOut  = news{"project has come out", "projects have come out"}
)

// words are "1 thread has new posts", "3 threads have new posts", "100 or more threads have…".
func (w news) words(n int) string {
	switch {
	case n == 1:
		return "1 " + w.one
	case n >= models.MostNewer:
		return "100 or more " + w.many
	}
	return strconv.Itoa(n) + " " + w.many
}
