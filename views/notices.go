package views

import "net/url"

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

// noticesFirst leads back to the newest notices from an older page.
func noticesFirst(f Frame) string {
	if f.Query == "" {
		return ""
	}
	return "/notices"
}
