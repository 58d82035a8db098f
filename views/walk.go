package views

import (
	"net/url"
	"strings"
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
