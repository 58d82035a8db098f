package views

import (
	"net/url"
	"strings"
)

// nextHref is the address of the next page of a list walked by cursor; empty on the last one.
// Filter is what narrows the list, written as in an address.
func nextHref(path, filter, next string) string {
	if next == "" {
		return ""
	}
	if filter != "" {
		filter += "&"
	}
	return path + "?" + filter + "from=" + url.QueryEscape(next)
}

// firstPage leads back from an older page of a list that is walked by cursor.
func firstPage(f Frame, path string) string {
	if !strings.Contains(f.Query, "from=") {
		return ""
	}
	return path
}
